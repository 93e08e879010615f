package dev.usher.membership.channel;

import com.google.protobuf.ByteString;
import dev.usher.membership.channel.IdentityFile.Stored;
import dev.usher.membership.contract.proto.EnrolReply;
import dev.usher.membership.contract.proto.EnrolRequest;
import io.vertx.core.Future;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.common.GrpcStatus;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.concurrent.TimeUnit;

/// One exchange of a key, or of a certificate that grows old, for a certificate.
///
/// @param key empty to renew
record Enrolment(String director, KeyPair keys, String key) {

    private static final long LIMIT_SECONDS = 15;

    /// The gateway knows the key not, or not any more.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /// Asks over `client`.
    Future<Stored> by(GrpcClient client) {
        return client.request(Methods.ENROL)
                .compose(request -> {
                    try {
                        return request.send(message());
                    } catch (GeneralSecurityException e) {
                        request.cancel();
                        return Future.failedFuture(e);
                    }
                })
                .compose(response -> response.last().transform(reply -> switch (response.status()) {
                    case OK -> reply.succeeded() ? stored(reply.result()) : Future.failedFuture(reply.cause());
                    case UNAUTHENTICATED, INVALID_ARGUMENT, PERMISSION_DENIED ->
                        Future.failedFuture(new Refused(words(response.status(), response.statusMessage())));
                    case null -> Future.failedFuture(reply.cause());
                    default ->
                        Future.failedFuture(
                                new IllegalStateException(words(response.status(), response.statusMessage())));
                }))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static String words(GrpcStatus status, String message) {
        return message == null ? status.name() : message;
    }

    private EnrolRequest message() throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(("usher-enrol:" + director + ":" + key).getBytes(StandardCharsets.UTF_8));
        return EnrolRequest.newBuilder()
                .setDirector(director)
                .setKey(key)
                .setPublicKey(ByteString.copyFrom(keys.getPublic().getEncoded()))
                .setProof(ByteString.copyFrom(signature.sign()))
                .build();
    }

    private Future<Stored> stored(EnrolReply reply) {
        try {
            var encoded = reply.getCertificateList().stream()
                    .map(ByteString::toByteArray)
                    .toList();
            var chain = IdentityFile.certificates(encoded);
            if (chain.isEmpty() || !chain.getFirst().getPublicKey().equals(keys.getPublic())) {
                return Future.failedFuture(new GeneralSecurityException("a certificate for another key"));
            }
            var identity = new Identity(reply.getEstate(), chain, keys.getPrivate());
            return Future.succeededFuture(new Stored(keys, identity, IdentityFile.digest(key)));
        } catch (GeneralSecurityException e) {
            return Future.failedFuture(e);
        }
    }
}
