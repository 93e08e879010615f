package dev.usher.gateway.control.channel;

import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.EnrolReply;
import dev.usher.membership.contract.proto.EnrolRequest;
import dev.usher.membership.contract.proto.FromGateway;
import dev.usher.membership.contract.proto.FromSidecar;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A sidecar that knows no manners: it says what the test says, and reads or does not.
final class RawSidecar implements AutoCloseable {

    private static final ServiceMethod<FromGateway, FromSidecar> ATTEND = ServiceMethod.client(
            ServiceName.create("usher", "Control"),
            "Attend",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(FromGateway.getDefaultInstance()));

    private static final ServiceMethod<EnrolReply, EnrolRequest> ENROL = ServiceMethod.client(
            ServiceName.create("usher", "Control"),
            "Enrol",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(EnrolReply.getDefaultInstance()));

    private final Vertx vertx = Vertx.vertx();
    private final GrpcClient client;
    private final GrpcClientRequest<FromSidecar, FromGateway> request;
    private volatile @Nullable GrpcClientResponse<FromSidecar, FromGateway> response;
    private volatile boolean reads = true;

    /// How it ended; null while it did not.
    volatile @Nullable GrpcStatus end;

    volatile boolean broken;
    final List<FromGateway> heard = new CopyOnWriteArrayList<>();

    RawSidecar(TestEstate estate, @Nullable Identity identity) {
        var options = new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(estate.port())
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(estate.ca().toString()));
        if (identity != null) {
            options.setKeyCertOptions(pair(identity));
        }
        this.client = GrpcClient.client(vertx, options);
        this.request = soon(client.request(ATTEND));
        request.exceptionHandler(_ -> broken = true);
        request.response().onSuccess(this::listen).onFailure(_ -> broken = true);
    }

    private void listen(GrpcClientResponse<FromSidecar, FromGateway> from) {
        response = from;
        from.exceptionHandler(_ -> broken = true);
        from.endHandler(_ -> end = from.status());
        from.handler(heard::add);
        if (!reads) {
            from.pause();
        }
    }

    void say(FromSidecar message) {
        request.write(message);
    }

    /// Asks for a certificate.
    ///
    /// @param wholly whether it comes to an end with that
    /// @return how it was answered
    GrpcStatus enrol(EnrolRequest question, boolean wholly) {
        return soon(client.request(ENROL)
                .compose(call -> (wholly ? call.end(question) : call.write(question)).compose(_ -> call.response()))
                .compose(answer -> answer.end().otherwiseEmpty().map(_ -> answer.status())));
    }

    /// Reads nothing any more, though it may go on talking.
    void closeEars() {
        reads = false;
        var from = response;
        if (from != null) {
            from.pause();
        }
    }

    boolean over() {
        return end != null || broken;
    }

    GrpcStatus awaitEnd() {
        Faults.until("the end of the stream", () -> end != null);
        var status = end;
        return status == null ? GrpcStatus.UNKNOWN : status;
    }

    private static PemKeyCertOptions pair(Identity identity) {
        var chain = new StringBuilder();
        try {
            for (var certificate : identity.chain()) {
                chain.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(chain.toString()))
                .addKeyValue(Buffer.buffer(block("PRIVATE KEY", identity.key().getEncoded())));
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }

    private static <T> T soon(io.vertx.core.Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        soon(vertx.close());
    }
}
