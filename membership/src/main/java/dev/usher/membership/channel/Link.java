package dev.usher.membership.channel;

import dev.usher.membership.channel.IdentityFile.Stored;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Farewell;
import dev.usher.membership.contract.proto.FromGateway;
import dev.usher.membership.contract.proto.FromSidecar;
import dev.usher.membership.time.Backoff;
import dev.usher.membership.time.Timers.Timer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The stream to one gateway: dialled, kept alive, dialled again. Each try has a client of its own, so that changed
/// certificates are read. *Confined to the channels' event loop.*
final class Link {

    /// Of one message from a gateway.
    static final int MESSAGE_BYTES_MAX = 1024 * 1024;

    private static final Logger LOG = System.getLogger(Link.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration HANDSHAKE = Duration.ofSeconds(6);
    private static final long SILENCE_NANOS = Duration.ofSeconds(3).toNanos();

    /// From the first packet to the Welcome: longer than anything lasts, but when very many come back at once.
    private static final long DIAL_NANOS = Duration.ofSeconds(15).toNanos();

    private static final long SECOND_NANOS = Duration.ofMillis(900).toNanos();
    private static final Duration REFUSED = Duration.ofSeconds(30);

    /// How many messages may wait for a gateway that does not read; one more ends the stream.
    private static final int QUEUE_MAX = 64;

    /// Statuses are not worth waiting for: with so many waiting there are no more of them.
    private static final int QUEUE_BEFORE_STATUS = 4;

    private final GrpcChannels channels;
    private final ChannelSettings.Gateway gateway;
    private final ChannelListener listener;
    private final Random random = new Random();
    private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10), random::nextDouble);

    /// Counts tries; what belongs to an older one is ignored.
    private int attempt;

    private @Nullable GrpcClient client;
    private @Nullable GrpcClientRequest<FromSidecar, FromGateway> stream;
    private @Nullable Timer again;
    private boolean connected;
    private boolean keyRefused;
    private String logged = "";
    private int queued;
    private long heardNanos;
    private long saidNanos;
    private boolean dialling;

    Link(GrpcChannels channels, ChannelSettings.Gateway gateway, ChannelListener listener) {
        this.channels = channels;
        this.gateway = gateway;
        this.listener = listener;
    }

    String address() {
        return gateway.address();
    }

    /// Connects now: to enrol while there is a key for it, else to attend.
    void dial() {
        cancelAgain();
        if (channels.ending() || dialling || stream != null) {
            return;
        }
        var identity = channels.identity();
        if (channels.wantsToEnrol() && !(keyRefused && identity != null)) {
            channels.enrol(this);
        } else if (identity != null) {
            attend(identity);
        }
    }

    // ---- Enrolment.

    Future<Stored> exchange(Enrolment enrolment) {
        if (connected) {
            return enrolment.by(Objects.requireNonNull(client));
        }
        drop();
        var mine = client(channels.identity());
        return enrolment.by(mine).eventually(mine::close);
    }

    void enrolmentEnded(@Nullable Throwable failure) {
        if (failure == null) {
            keyRefused = false;
            backoff.reset();
            dial();
        } else if (failure instanceof Enrolment.Refused) {
            keyRefused = true;
            log("does not know the enrolment key: " + failure.getMessage());
            if (channels.identity() != null) {
                dial();
            } else {
                later(slowly());
            }
        } else {
            log(words(failure));
            later(backoff.next());
        }
    }

    // ---- The stream.

    private void attend(Identity identity) {
        int mine = ++attempt;
        heardNanos = channels.now();
        dialling = true;
        client = client(identity);
        client.request(Methods.ATTEND).onComplete(dialled -> {
            if (mine != attempt) {
                return;
            }
            dialling = false;
            if (dialled.succeeded()) {
                greet(mine, dialled.result());
            } else {
                failed(words(dialled.cause()), backoff.next());
            }
        });
    }

    private void greet(int mine, GrpcClientRequest<FromSidecar, FromGateway> request) {
        stream = request;
        queued = 0;
        heardNanos = channels.now();
        request.exceptionHandler(broken -> {
            if (mine == attempt) {
                failed(words(broken), backoff.next());
            }
        });
        request.response().onComplete(answered -> {
            if (mine != attempt) {
                return;
            }
            if (answered.succeeded()) {
                listen(mine, answered.result());
            } else {
                failed(words(answered.cause()), backoff.next());
            }
        });
        send(FromSidecar.newBuilder().setHello(channels.hello()).build());
    }

    private void listen(int mine, GrpcClientResponse<FromSidecar, FromGateway> response) {
        response.exceptionHandler(broken -> {
            if (mine == attempt) {
                failed(words(broken), backoff.next());
            }
        });
        response.endHandler(_ -> {
            if (mine == attempt) {
                ended(response.status(), response.statusMessage());
            }
        });
        response.handler(message -> {
            if (mine == attempt) {
                heard(message);
            }
        });
    }

    private void ended(@Nullable GrpcStatus status, @Nullable String message) {
        if (status == GrpcStatus.OK) {
            failed("ended the stream", backoff.next());
        } else if (status == GrpcStatus.UNAUTHENTICATED || status == GrpcStatus.PERMISSION_DENIED) {
            failed("refuses: " + message, slowly());
        } else {
            failed((status == null ? "no status" : status.name()) + ": " + message, backoff.next());
        }
    }

    private void heard(FromGateway message) {
        heardNanos = channels.now();
        switch (message.getMessageCase()) {
            case WELCOME -> {
                connected = true;
                logged = "";
                backoff.reset();
                LOG.log(
                        Level.INFO,
                        "connected with gateway {0} ({1})",
                        message.getWelcome().getGateway(),
                        address());
                listener.connected(address(), message.getWelcome());
            }
            case DIRECTIVE -> listener.directive(address(), message.getDirective());
            case HEARTBEAT -> listener.heartbeat(address(), message.getHeartbeat());
            case GOODBYE -> listener.goodbye(address(), message.getGoodbye());
            // Of a later release, perhaps.
            case MESSAGE_NOT_SET -> LOG.log(Level.DEBUG, "nothing understood from {0}", address());
        }
    }

    /// Says how things are, if it is connected.
    void status() {
        if (connected && queued < QUEUE_BEFORE_STATUS) {
            send(FromSidecar.newBuilder()
                    .setStatus(channels.hello().getStatus())
                    .build());
        }
    }

    void answer(Ack ack) {
        if (connected) {
            send(FromSidecar.newBuilder().setAck(ack).build());
        }
    }

    void farewell(boolean drain) {
        cancelAgain();
        if (connected) {
            send(FromSidecar.newBuilder()
                    .setFarewell(Farewell.newBuilder().setDrain(drain))
                    .build());
        } else {
            drop();
        }
    }

    /// Status each second, and an ear for silence.
    void tick() {
        if (!dialling && stream == null) {
            return;
        }
        long now = channels.now();
        long limit = connected ? SILENCE_NANOS : DIAL_NANOS;
        if (now - heardNanos >= limit) {
            failed("silent for " + limit / 1_000_000_000 + " s", backoff.next());
        } else if (connected) {
            if (now - saidNanos >= SECOND_NANOS) {
                status();
            }
            channels.renew(this);
        }
    }

    void close() {
        cancelAgain();
        drop();
    }

    private void send(FromSidecar message) {
        var out = stream;
        if (out == null) {
            return;
        }
        if (queued >= QUEUE_MAX) {
            failed("does not read: " + queued + " messages wait", backoff.next());
            return;
        }
        int mine = attempt;
        queued++;
        saidNanos = channels.now();
        out.write(message).onComplete(_ -> {
            if (mine == attempt) {
                queued--;
            }
        });
    }

    // ---- Ends and new beginnings.

    private void failed(String why, Duration wait) {
        boolean was = connected;
        drop();
        if (was) {
            LOG.log(Level.WARNING, "gateway {0}: {1}", address(), why);
            listener.disconnected(address());
        } else {
            log(why);
        }
        later(wait);
    }

    /// Ends whatever there is, without a word.
    private void drop() {
        attempt++;
        dialling = false;
        connected = false;
        stream = null;
        var old = client;
        client = null;
        if (old != null) {
            old.close().onFailure(e -> LOG.log(Level.DEBUG, "closing the client of {0}: {1}", address(), e));
        }
    }

    private void later(Duration wait) {
        if (!channels.ending()) {
            cancelAgain();
            again = channels.timers().after(wait, this::dial);
        }
    }

    private void cancelAgain() {
        if (again != null) {
            again.cancel();
            again = null;
        }
    }

    private Duration slowly() {
        return REFUSED.plusMillis(random.nextInt((int) REFUSED.toMillis() / 2));
    }

    /// The same trouble is told once, until the gateway was there again.
    private void log(String why) {
        boolean known = logged.equals(why);
        logged = why;
        LOG.log(known ? Level.DEBUG : Level.WARNING, "gateway {0}: {1}; trying again", address(), why);
    }

    private static String words(Throwable failure) {
        var cause = failure.getCause();
        var text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return cause == null || cause.getMessage() == null ? text : text + " (" + cause.getMessage() + ")";
    }

    private GrpcClient client(@Nullable Identity identity) {
        var options = new HttpClientOptions()
                .setDefaultHost(gateway.host())
                .setDefaultPort(gateway.port())
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                .setUseAlpn(true)
                .setSsl(true)
                .setVerifyHost(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(gateway.ca().toString()))
                .setConnectTimeout((int) CONNECT.toMillis())
                .setHttp2KeepAliveTimeout(0);
        options.setSslHandshakeTimeout(HANDSHAKE.toMillis()).setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (identity != null) {
            options.setKeyCertOptions(pair(identity));
        }
        return GrpcClient.client(
                channels.vertx(), new GrpcClientOptions().setMaxMessageSize(MESSAGE_BYTES_MAX), options);
    }

    private static PemKeyCertOptions pair(Identity identity) {
        var chain = new StringBuilder();
        try {
            for (var certificate : identity.chain()) {
                chain.append(Pem.block(Pem.CERTIFICATE, certificate.getEncoded()));
            }
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(chain.toString()))
                .addKeyValue(
                        Buffer.buffer(Pem.block(Pem.PRIVATE_KEY, identity.key().getEncoded())));
    }
}
