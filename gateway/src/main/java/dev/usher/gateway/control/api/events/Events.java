package dev.usher.gateway.control.api.events;

import dev.usher.gateway.control.fleet.Attendance;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells what changes to all that listen. What the fleet and the data plane see is looked at soon after they say that
/// something happened, and every second; only what the API would show otherwise than before is told.
///
/// *Thread-safe.* Looks are made on the thread of the timers; nothing blocks an event loop.
public final class Events implements AutoCloseable {

    /// How many may listen.
    public static final int STREAMS_MAX = 64;

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS_A_SECOND = 5;
    private static final Duration KNOW = Duration.ofSeconds(5);
    private static final Duration BEAT = Duration.ofSeconds(15);

    private final EventSources sources;
    private final EventRing ring;
    private final Map<EventStream, Listener> streams = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(STREAMS_MAX);
    private final AtomicBoolean touched = new AtomicBoolean();
    private Appearance last = Appearance.EMPTY;
    private int looks;
    private volatile boolean closed;

    /// Somebody who wants to listen.
    ///
    /// @param lastId of the last event that was heard; empty for none
    /// @param again says who it is once more: nobody, when its session or token is over
    public record Listener(Operator operator, String lastId, Supplier<CompletableFuture<Optional<Operator>>> again) {}

    /// Whether somebody was let in.
    public enum Entry {
        OPEN,
        FULL,
        CLOSED
    }

    public Events(EventSources sources) {
        this.sources = sources;
        this.ring = new EventRing(Long.toString(sources.ticker().epochMillis(), Character.MAX_RADIX));
    }

    /// Looks from now on.
    public void follow(Timers timers) {
        last = appearance();
        sources.fleet().onChanged(this::touch);
        sources.snapshots().onPublished(_ -> touch());
        timers.every(LOOK, this::look);
        timers.every(KNOW, this::knowAgain);
        timers.every(BEAT, this::beat);
        var stored = sources.stored();
        if (stored != null) {
            var activity = new ActivityWatch(stored.store(), ring, this::wake);
            activity.follow();
            timers.every(KNOW, activity::again);
        }
    }

    /// Something may have changed.
    public void touch() {
        touched.set(true);
    }

    /// Answers `request` with all events that `listener` may hear of; to be called on its event loop, which is `loop`.
    public Entry open(Context loop, HttpServerRequest request, Listener listener) {
        if (closed) {
            return Entry.CLOSED;
        }
        if (!room.tryAcquire()) {
            return Entry.FULL;
        }
        var stream = new EventStream(loop, request, ring, listener.operator(), this::leave);
        streams.put(stream, listener);
        stream.open(listener.lastId());
        if (closed) {
            stream.end();
        }
        return Entry.OPEN;
    }

    private void leave(EventStream stream) {
        if (streams.remove(stream) != null) {
            room.release();
        }
    }

    /// How many listen.
    int listening() {
        return streams.size();
    }

    private void look() {
        if (!touched.getAndSet(false) && ++looks % LOOKS_A_SECOND != 0) {
            return;
        }
        var now = appearance();
        var before = last;
        last = now;
        now.since(before, this::clusterChanged, this::directorChanged);
        wake();
    }

    private Appearance appearance() {
        return Appearance.of(
                sources.fleet().clusters(),
                sources.observatory().directors(),
                sources.snapshots().current(),
                alone());
    }

    /// The Directors that the store holds, be they in a cluster or not.
    private Map<DirectorName, @Nullable Attendance> alone() {
        var alone = new HashMap<DirectorName, @Nullable Attendance>();
        var stored = sources.stored();
        var known = stored == null ? null : stored.copies().current();
        if (known != null) {
            for (DirectorRow row : known.copy().directors()) {
                alone.put(row.name(), sources.fleet().attendance(row.name()).orElse(null));
            }
        }
        return alone;
    }

    private void clusterChanged(ClusterName name) {
        ring.changed(Event.Kind.CLUSTER, new JsonObject().put("object", name.value()));
    }

    private void directorChanged(DirectorName name, @Nullable ClusterName cluster) {
        var data = new JsonObject().put("object", name.value());
        ring.changed(Event.Kind.DIRECTOR, cluster == null ? data : data.put("cluster", cluster.value()));
    }

    /// Tells of something at once.
    void tell(Event.Kind kind, JsonObject data) {
        ring.changed(kind, data);
        wake();
    }

    private void wake() {
        streams.keySet().forEach(EventStream::wake);
    }

    void beat() {
        streams.keySet().forEach(EventStream::beat);
    }

    /// Who is no longer known hears no more; who may do something else now hears that.
    void knowAgain() {
        streams.forEach((stream, listener) -> listener.again().get().thenAccept(found -> {
            if (found.isPresent()) {
                stream.become(found.get());
            } else {
                stream.end();
            }
        }));
    }

    /// Ends all streams, and lets nobody in any more.
    @Override
    public void close() {
        closed = true;
        streams.keySet().forEach(EventStream::end);
    }
}
