package dev.usher.gateway.control.channel;

import com.google.protobuf.ByteString;
import dev.usher.gateway.control.authority.Admission;
import dev.usher.gateway.control.authority.Authority;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import dev.usher.membership.contract.proto.EnrolReply;
import dev.usher.membership.contract.proto.EnrolRequest;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Exchanges enrolment keys for certificates, and certificates for newer ones. Whatever is wrong, a stranger hears the
/// same words; the log says more. *Confined to the channel's event loop;* what blocks is done by workers.
final class Enrolments {

    private static final System.Logger LOG = System.getLogger(Enrolments.class.getName());

    /// So long a stranger may take to say what it wants.
    private static final Duration ASKING = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Authority authority;
    private final Supplier<Configurations> configurations;
    private final Attempts attempts;
    private final Places places = new Places("enrolments", Places.ENROLMENTS_MAX);

    /// @param configurations those of now: everybody who may enrol is in them
    Enrolments(Vertx vertx, Authority authority, Supplier<Configurations> configurations, Attempts attempts) {
        this.vertx = vertx;
        this.authority = authority;
        this.configurations = configurations;
        this.attempts = attempts;
    }

    void call(GrpcServerRequest<EnrolRequest, EnrolReply> call) {
        var peer = Peer.of(call.connection());
        call.exceptionHandler(broken -> LOG.log(Level.DEBUG, "enrolment from " + peer.address(), broken));
        if (attempts.tooMany(peer.address())) {
            end(call, GrpcStatus.RESOURCE_EXHAUSTED, "too many attempts from this address (expected: one a minute)");
            return;
        }
        if (!places.take(peer.address())) {
            end(call, GrpcStatus.RESOURCE_EXHAUSTED, places.full());
            return;
        }
        call.last().timeout(ASKING.toMillis(), TimeUnit.MILLISECONDS).onComplete(asked -> {
            if (asked.succeeded()) {
                decide(call, asked.result(), peer);
            } else {
                places.leave();
                LOG.log(Level.DEBUG, "enrolment from " + peer.address() + " was not asked for", asked.cause());
                end(call, GrpcStatus.DEADLINE_EXCEEDED, "no request (expected: one within " + ASKING + ")");
            }
        });
    }

    private void decide(GrpcServerRequest<EnrolRequest, EnrolReply> call, EnrolRequest request, Peer peer) {
        vertx.executeBlocking(() -> judge(request, peer), false).onComplete(judged -> {
            places.leave();
            if (judged.succeeded()) {
                answer(call, request, peer, judged.result());
            } else {
                LOG.log(Level.ERROR, "enrolment from " + peer.address() + " could not be judged", judged.cause());
                end(call, GrpcStatus.INTERNAL, "the gateway's log says what is wrong");
            }
        });
    }

    private Admission judge(EnrolRequest request, Peer peer) throws IOException, GeneralSecurityException {
        if (!Names.plain(request.getDirector())
                || !configurations.get().knows(new DirectorName(request.getDirector()))) {
            return new Admission.Refused("no such Director");
        }
        var key = PublicKeys.proven(request);
        if (key == null) {
            return new Admission.Refused("public_key or proof (expected: ECDSA P-256, and signed by its owner)");
        }
        var director = new DirectorName(request.getDirector());
        if (!request.getKey().isEmpty()) {
            return authority.enrol(director, request.getKey(), key);
        }
        var mistake = peer.certificate() == null
                ? "neither key nor certificate"
                : peer.mistake(authority.estate(), director.value());
        if (mistake == null && !key.equals(peer.key())) {
            mistake = "another key than that of the certificate";
        }
        return mistake == null ? authority.renew(director, key) : new Admission.Refused(mistake);
    }

    private void answer(
            GrpcServerRequest<EnrolRequest, EnrolReply> call, EnrolRequest request, Peer peer, Admission answer) {
        var director = Names.plain(request.getDirector()) ? request.getDirector() : "(no name)";
        switch (answer) {
            case Admission.Enrolled(var chain) -> {
                var reply = EnrolReply.newBuilder().setEstate(authority.estate());
                try {
                    for (var certificate : chain) {
                        reply.addCertificate(ByteString.copyFrom(certificate.getEncoded()));
                    }
                } catch (CertificateEncodingException impossible) {
                    throw new IllegalStateException(impossible);
                }
                LOG.log(Level.INFO, "{0} enrolled from {1}", director, peer.address());
                call.response().end(reply.build());
            }
            case Admission.Refused(var why) -> {
                attempts.failed(peer.address());
                LOG.log(Level.WARNING, "enrolment of {0} from {1} refused: {2}", director, peer.address(), why);
                end(call, GrpcStatus.UNAUTHENTICATED, "enrolment refused");
            }
            case Admission.Admitted _ -> throw new IllegalStateException("enrolment answered as attendance");
        }
    }

    private static void end(GrpcServerRequest<?, ?> call, GrpcStatus status, String message) {
        call.response().status(status).statusMessage(message).end();
    }
}
