package dev.usher.gateway.control.channel;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.FromGateway;
import dev.usher.membership.contract.proto.FromSidecar;
import dev.usher.membership.contract.proto.Goodbye;
import dev.usher.membership.contract.proto.Heartbeat;
import dev.usher.membership.contract.proto.Status;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One sidecar's stream, from its first message on. *Confined to the channel's event loop.*
final class Stream {

    private static final System.Logger LOG = System.getLogger(Stream.class.getName());

    /// How many messages may wait for a sidecar that does not read; one more ends its stream.
    static final int QUEUE_MAX = 32;

    /// Heartbeats are not worth waiting for: with so many waiting there are no more of them.
    private static final int QUEUE_BEFORE_HEARTBEATS = 4;

    /// Whoever could not be sent a heartbeat for so long does not read.
    private static final long DEAF_NANOS = Duration.ofSeconds(3).toNanos();

    private final GrpcServerRequest<FromSidecar, FromGateway> call;
    private final Peer peer;
    private final Desk desk;
    private int queued;
    private boolean greeted;
    private boolean ended;

    /// Set once it is admitted.
    private @Nullable DirectorName director;

    private Status status = Status.getDefaultInstance();
    private boolean managed;
    private long heardNanos;
    private long beatNanos;

    /// Whether its Farewell said that the Director ends too.
    private boolean leaving;

    private long withheldNanos;
    private boolean withheld;
    private long configuredRevision;
    private long configuredNanos;

    Stream(GrpcServerRequest<FromSidecar, FromGateway> call, Peer peer, Desk desk, long now) {
        this.call = call;
        this.peer = peer;
        this.desk = desk;
        this.heardNanos = now;
        this.beatNanos = now;
    }

    void open() {
        call.exceptionHandler(broken -> {
            LOG.log(Level.DEBUG, "stream of " + this + " broke", broken);
            end();
        });
        call.endHandler(_ -> end());
        call.invalidMessageHandler(_ -> refuse(
                GrpcStatus.RESOURCE_EXHAUSTED,
                "message (expected: at most " + ControlChannel.MESSAGE_BYTES_MAX + " bytes)"));
        call.handler(this::heard);
    }

    private void heard(FromSidecar message) {
        if (ended) {
            return;
        }
        heardNanos = desk.now();
        switch (message.getMessageCase()) {
            case HELLO -> {
                if (greeted) {
                    refuse(GrpcStatus.INVALID_ARGUMENT, "a second Hello");
                    return;
                }
                greeted = true;
                // What follows waits until it is decided whether anybody listens.
                call.pause();
                desk.greet(this, message.getHello());
            }
            case STATUS, ACK, FAREWELL -> {
                if (director == null) {
                    refuse(GrpcStatus.INVALID_ARGUMENT, message.getMessageCase() + " (expected: Hello first)");
                    return;
                }
                switch (message.getMessageCase()) {
                    case STATUS -> {
                        status = message.getStatus();
                        desk.status(this);
                    }
                    case ACK -> desk.ack(this, message.getAck());
                    default -> desk.farewell(this, message.getFarewell());
                }
            }
            // Of a later release, perhaps.
            case MESSAGE_NOT_SET -> LOG.log(Level.DEBUG, "nothing understood from {0}", this);
        }
    }

    /// It speaks for `name` from now on.
    void admit(DirectorName name, Status first, boolean itsConfigurationComesFromHere) {
        director = name;
        status = first;
        managed = itsConfigurationComesFromHere;
        heardNanos = desk.now();
        call.resume();
    }

    /// Ends it with a status, before or after it was admitted.
    void refuse(GrpcStatus why, String message) {
        if (!ended) {
            call.response().status(why).statusMessage(message).end();
            end();
        }
    }

    void welcome(FromGateway welcome) {
        send(welcome);
    }

    void direct(Directive directive) {
        send(FromGateway.newBuilder().setDirective(directive).build());
    }

    void heartbeat(Sight sight, boolean nothingNew) {
        long now = desk.now();
        if (queued >= QUEUE_BEFORE_HEARTBEATS) {
            if (now - beatNanos >= DEAF_NANOS) {
                LOG.log(Level.WARNING, "{0} does not read: {1} messages wait, its stream ends", this, queued);
                cut();
            }
        } else {
            beatNanos = now;
            send(FromGateway.newBuilder()
                    .setHeartbeat(
                            Heartbeat.newBuilder().setInFlight(sight.inFlight()).setWithheld(nothingNew))
                    .build());
        }
    }

    /// Ends it in good order.
    void goodbye(String reason) {
        if (ended) {
            return;
        }
        send(FromGateway.newBuilder()
                .setGoodbye(Goodbye.newBuilder().setReason(reason))
                .build());
        if (!ended) {
            call.response().end();
            end();
        }
    }

    /// Ends it at once, with its connection.
    void cut() {
        end();
        call.connection().close();
    }

    private void send(FromGateway message) {
        if (ended) {
            return;
        }
        if (queued >= QUEUE_MAX) {
            LOG.log(
                    Level.WARNING,
                    "{0} does not read: {1} messages wait (expected: fewer), its stream ends",
                    this,
                    queued);
            cut();
            return;
        }
        queued++;
        call.response().write(message).onComplete(_ -> queued--);
    }

    private void end() {
        if (!ended) {
            ended = true;
            desk.ended(this);
        }
    }

    boolean ended() {
        return ended;
    }

    /// Whether nobody is deciding on its Hello.
    boolean judged() {
        return !greeted || director != null;
    }

    boolean admitted() {
        return director != null;
    }

    DirectorName director() {
        return Objects.requireNonNull(director);
    }

    Peer peer() {
        return peer;
    }

    PublicKey key() {
        return Objects.requireNonNull(peer.key());
    }

    Status status() {
        return status;
    }

    /// Whether its configuration comes from the gateways.
    boolean managed() {
        return managed;
    }

    long silentNanos(long now) {
        return now - heardNanos;
    }

    void leave() {
        leaving = true;
    }

    boolean leaving() {
        return leaving;
    }

    /// Whether the picture has withheld the Director for so long that every event loop has seen it.
    boolean withheldFor(Sight sight, long enoughNanos, long now) {
        if (!sight.withheld()) {
            withheld = false;
            return false;
        }
        if (!withheld) {
            withheld = true;
            withheldNanos = now;
        }
        return now - withheldNanos >= enoughNanos;
    }

    /// Whether to send it this revision now: the first time at once, then every now and then.
    boolean configures(long revision, long patienceNanos, long now) {
        if (configuredRevision == revision && now - configuredNanos < patienceNanos) {
            return false;
        }
        configuredRevision = revision;
        configuredNanos = now;
        return true;
    }

    @Override
    public String toString() {
        return (director == null ? "somebody" : director.value()) + " at " + peer.address();
    }
}
