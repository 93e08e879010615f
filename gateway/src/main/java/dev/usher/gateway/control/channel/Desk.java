package dev.usher.gateway.control.channel;

import dev.usher.gateway.control.authority.Admission;
import dev.usher.gateway.control.fleet.Attendance;
import dev.usher.gateway.control.fleet.DrainAnswer;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Configure;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Farewell;
import dev.usher.membership.contract.proto.FromGateway;
import dev.usher.membership.contract.proto.FromSidecar;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.Release;
import dev.usher.membership.contract.proto.Status;
import dev.usher.membership.contract.proto.Welcome;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Receives the sidecars: who may attend, what their words mean for the fleet, what they are told.
///
/// *Confined to the channel's event loop.* What blocks, and everything of the authority does, is done by workers.
final class Desk {

    /// How often it is looked after streams; each second, or each time while a Director drains, there is a heartbeat.
    static final Duration TICK = Duration.ofMillis(200);

    private static final System.Logger LOG = System.getLogger(Desk.class.getName());
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /// A tick less than the three seconds within which everybody should know.
    private static final long SILENCE = Duration.ofMillis(2_800).toNanos();

    /// So long it may take to decide on a Hello; meanwhile the stream is not read.
    private static final long JUDGEMENT = Duration.ofSeconds(10).toNanos();

    /// Event loops look at a new picture within 100 ms.
    private static final long PICTURE_SEEN = Duration.ofMillis(250).toNanos();

    private static final long CONFIGURE_AGAIN = Duration.ofSeconds(10).toNanos();
    /// In the place of a revision, where none is to run.
    private static final long NONE = -1;

    private static final Duration CONFIGURE_VALID = Duration.ofSeconds(60);
    private static final Duration LEAVE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final ControlSources sources;
    private volatile Configurations configurations;
    private final Orders orders;
    private final Places places;
    private final Strangers strangers;
    private final Set<Stream> streams = new HashSet<>();
    private final Map<DirectorName, Stream> attending = new HashMap<>();

    /// Directors whose sidecars asked for a drain, and when that ends should they not come back.
    private final Map<DirectorName, Long> leavers = new HashMap<>();

    private long epoch;
    private long beatNanos;

    Desk(Vertx vertx, ControlSources sources, Configurations configurations, Places places, long epoch) {
        this.vertx = vertx;
        this.sources = sources;
        this.configurations = configurations;
        this.orders = new Orders(sources.ticker());
        this.places = places;
        this.strangers = new Strangers(sources.ticker());
        this.epoch = epoch;
        this.beatNanos = sources.ticker().nanos();
    }

    /// From now on these. Streams of Directors that are no longer there end.
    void serve(Configurations next) {
        configurations = next;
        for (var stream : List.copyOf(attending.values())) {
            if (!next.knows(stream.director())) {
                stream.refuse(GrpcStatus.PERMISSION_DENIED, "no such Director");
            } else {
                configure(stream);
            }
        }
    }

    /// What everybody should run now; asked by workers, too.
    Configurations configurations() {
        return configurations;
    }

    long now() {
        return sources.ticker().nanos();
    }

    /// Somebody calls.
    void call(GrpcServerRequest<FromSidecar, FromGateway> call) {
        var stream = new Stream(call, Peer.of(call.connection()), this, now());
        if (stream.peer().key() == null) {
            // Whoever shows nothing gets no place, so that strangers cannot take those of sidecars.
            strangers.refused(stream, "no certificate");
            stream.refuse(GrpcStatus.UNAUTHENTICATED, "no certificate (expected: an enrolled sidecar)");
        } else if (places.take(stream)) {
            streams.add(stream);
            stream.open();
        } else {
            stream.refuse(GrpcStatus.RESOURCE_EXHAUSTED, places.full());
        }
    }

    void greet(Stream stream, Hello hello) {
        var mistake = stream.peer().mistake(sources.authority().estate(), hello.getDirector());
        if (mistake == null && !configurations.knows(new DirectorName(hello.getDirector()))) {
            mistake = "no such Director";
        }
        if (mistake != null) {
            refuse(stream, hello, mistake);
            return;
        }
        var director = new DirectorName(hello.getDirector());
        long highest = highest(hello);
        vertx.executeBlocking(() -> sources.authority().admit(director, stream.key(), highest), false)
                .onSuccess(admission -> {
                    switch (admission) {
                        case Admission.Admitted(var ours) -> admit(stream, director, hello, ours);
                        case Admission.Refused(var why) -> refuse(stream, hello, why);
                        case Admission.Enrolled _ ->
                            throw new IllegalStateException("attendance answered as enrolment");
                    }
                })
                .onFailure(failure -> {
                    LOG.log(Level.ERROR, "it cannot be decided whether " + stream + " may attend", failure);
                    stream.refuse(GrpcStatus.UNAVAILABLE, "the gateway's log says what is wrong");
                });
    }

    /// What it obeyed in another estate says nothing here.
    private long highest(Hello hello) {
        boolean ours = hello.getEstate().isEmpty()
                || hello.getEstate().equals(sources.authority().estate());
        return ours ? hello.getHighestEpoch() : 0;
    }

    private static void refuse(Stream stream, Hello hello, String why) {
        var claimed = Names.plain(hello.getDirector()) ? hello.getDirector() : "(no name)";
        LOG.log(Level.WARNING, "{0} refused as the sidecar of {1}: {2}", stream, claimed, why);
        stream.refuse(GrpcStatus.PERMISSION_DENIED, why);
    }

    private void admit(Stream stream, DirectorName director, Hello hello, long ours) {
        if (stream.ended()) {
            return;
        }
        epoch = Math.max(epoch, ours);
        var older = attending.put(director, stream);
        if (older != null) {
            older.goodbye("replaced by a newer stream");
        }
        stream.admit(director, hello.getStatus(), hello.getManaged());
        if (older == null) {
            LOG.log(Level.INFO, "sidecar of {0} connected", stream);
        }
        if (leavers.remove(director) != null) {
            sources.fleet().returned(director);
        }
        stream.welcome(FromGateway.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setGateway(sources.gateway())
                        .setEstate(sources.authority().estate()))
                .build());
        beat(stream, sights().getOrDefault(director, Sight.NONE), true, now());
        orders.again(director).forEach(stream::direct);
        status(stream);
    }

    void status(Stream stream) {
        var status = stream.status();
        sources.fleet()
                .attended(
                        stream.director(),
                        new Attendance(
                                state(status),
                                version(status.getVersion()),
                                status.getConfigRevision(),
                                status.getPresent(),
                                status.getConfigured(),
                                now()));
        if (status.getHighestEpoch() > epoch) {
            raise(stream, status.getHighestEpoch());
        }
        configure(stream);
    }

    void ack(Stream stream, Ack ack) {
        if (ack.getHighestEpoch() > epoch) {
            raise(stream, ack.getHighestEpoch());
        }
        orders.answered(stream.director(), ack);
    }

    /// Another gateway of the estate may have raised it, or a store was restored.
    private void raise(Stream stream, long highest) {
        vertx.executeBlocking(() -> sources.authority().admit(stream.director(), stream.key(), highest), false)
                .onSuccess(admission -> {
                    if (admission instanceof Admission.Admitted(var ours)) {
                        epoch = Math.max(epoch, ours);
                    }
                })
                .onFailure(failure -> LOG.log(Level.ERROR, "the epoch cannot be raised above " + highest, failure));
    }

    void farewell(Stream stream, Farewell farewell) {
        if (!farewell.getDrain()) {
            stream.goodbye("farewell");
            return;
        }
        var unhealthy = sights().entrySet().stream()
                .filter(entry -> !entry.getValue().healthy())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        switch (sources.fleet().leaving(stream.director(), LEAVE, unhealthy)) {
            case DrainAnswer.Draining _ -> {
                LOG.log(Level.INFO, "{0} leaves: its Director is drained", stream);
                leavers.put(stream.director(), now() + LEAVE.toNanos());
                stream.leave();
            }
            case DrainAnswer.TooFew few -> {
                LOG.log(
                        Level.WARNING,
                        "{0} leaves, but its Director is not drained: {1} others could take requests (expected: {2})",
                        stream,
                        few.remaining(),
                        few.need());
                stream.goodbye("not drained: " + few.remaining() + " others could take requests (expected: "
                        + few.need() + ")");
            }
            case DrainAnswer.Open _, DrainAnswer.Unknown _ -> stream.goodbye("farewell");
        }
    }

    /// Orders something of a sidecar that is connected.
    CompletableFuture<Told> order(DirectorName director, Directive.Builder order, Duration validity) {
        var told = new CompletableFuture<Told>();
        var stream = attending.get(director);
        if (stream == null) {
            told.complete(new Told.NotConnected());
            return told;
        }
        var directive = order.setId(UUID.randomUUID().toString())
                .setEstate(sources.authority().estate())
                .setEpoch(epoch)
                .build();
        var kept = orders.keep(director, directive, validity, told);
        if (kept != null) {
            stream.direct(kept);
        }
        return told;
    }

    /// Sends a managed sidecar what it should run, if that is newer than what it runs.
    private void configure(Stream stream) {
        if (!stream.managed()) {
            return;
        }
        var current = configurations;
        var cluster = current.cluster(stream.director());
        long running = stream.status().getConfigRevision();
        if (cluster == null) {
            release(stream, running);
            return;
        }
        long wanted = current.revision(cluster);
        if (running > wanted && running < Long.MAX_VALUE / 2) {
            if (stream.configures(running, CONFIGURE_AGAIN, now())) {
                revise(cluster, running);
            }
        } else if (running >= 0 && running < wanted && stream.configures(wanted, CONFIGURE_AGAIN, now())) {
            vertx.executeBlocking(() -> current.configuration(cluster, stream.director(), stream.key()), false)
                    .onSuccess(configuration -> push(stream, configuration))
                    .onFailure(failure -> LOG.log(Level.ERROR, "no configuration for " + stream, failure));
        }
    }

    /// Whoever is in no managed cluster any more leaves the one that it was in.
    private void release(Stream stream, long running) {
        if (running > 0 && stream.configures(NONE, CONFIGURE_AGAIN, now())) {
            order(stream.director(), Directive.newBuilder().setRelease(Release.getDefaultInstance()), CONFIGURE_VALID);
        }
    }

    private void push(Stream stream, ClusterConfiguration configuration) {
        if (!stream.ended()) {
            order(
                    stream.director(),
                    Directive.newBuilder().setConfigure(Configure.newBuilder().setCluster(configuration)),
                    CONFIGURE_VALID);
        }
    }

    private void revise(ClusterName cluster, long running) {
        vertx.executeBlocking(
                        () -> {
                            configurations.revise(cluster, running);
                            return cluster;
                        },
                        false)
                .onFailure(
                        failure -> LOG.log(Level.ERROR, "no revision above " + running + " for " + cluster, failure));
    }

    void ended(Stream stream) {
        if (streams.remove(stream)) {
            places.leave();
        }
        if (stream.admitted() && attending.remove(stream.director(), stream)) {
            sources.fleet().left(stream.director());
            LOG.log(Level.INFO, "sidecar of {0} not connected any more", stream);
        }
    }

    /// Heartbeats, silence, deadlines.
    void tick() {
        long now = now();
        boolean second = now - beatNanos >= SECOND - TICK.toNanos() / 2;
        if (second) {
            beatNanos = now;
        }
        var sights = streams.isEmpty() ? Map.<DirectorName, Sight>of() : sights();
        for (var stream : List.copyOf(streams)) {
            long limit = stream.judged() ? SILENCE : JUDGEMENT;
            if (stream.silentNanos(now) >= limit) {
                LOG.log(Level.WARNING, "{0} has been silent for {1} ms: its stream ends", stream, limit / 1_000_000);
                stream.cut();
            } else if (stream.admitted()) {
                beat(stream, sights.getOrDefault(stream.director(), Sight.NONE), second, now);
            }
        }
        orders.expire();
        forget(now);
    }

    private void beat(Stream stream, Sight sight, boolean due, long now) {
        boolean nothingNew = stream.withheldFor(sight, PICTURE_SEEN, now);
        if (due || sight.withheld()) {
            stream.heartbeat(sight, nothingNew);
        }
        if (stream.leaving() && nothingNew && sight.inFlight() == 0) {
            stream.goodbye("drained");
        }
    }

    /// A sidecar that left and does not come back is no opinion: its Director is judged by its health again.
    private void forget(long now) {
        for (var leaver : new ArrayList<>(leavers.entrySet())) {
            if (now - leaver.getValue() >= 0 && !attending.containsKey(leaver.getKey())) {
                leavers.remove(leaver.getKey());
                sources.fleet().returned(leaver.getKey());
            }
        }
    }

    void close() {
        List.copyOf(streams).forEach(stream -> stream.goodbye("the gateway ends"));
    }

    int attending() {
        return attending.size();
    }

    private Map<DirectorName, Sight> sights() {
        return sources.sights().get();
    }

    private static String version(String version) {
        return version.length() <= 64 ? version : version.substring(0, 64);
    }

    private static RosterWord.State state(Status status) {
        return switch (status.getState()) {
            case STARTING -> RosterWord.State.STARTING;
            case HEALTHY -> RosterWord.State.HEALTHY;
            case UNHEALTHY -> RosterWord.State.UNHEALTHY;
            case DRAINING -> RosterWord.State.DRAINING;
            case DISABLED -> RosterWord.State.DISABLED;
            case UPDATING -> RosterWord.State.UPDATING;
            case DIRECTOR_STATE_UNSPECIFIED, UNRECOGNIZED -> RosterWord.State.UNKNOWN;
        };
    }
}
