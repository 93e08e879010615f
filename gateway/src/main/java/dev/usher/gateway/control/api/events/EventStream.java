package dev.usher.gateway.control.api.events;

import dev.usher.gateway.control.operator.Operator;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One listener, at its place in the ring. No more than a few events are on their way to it, counted until the system
/// took them; meanwhile it falls behind. Whoever takes nothing for long is cut.
///
/// *Confined to its event loop,* but for what is said to be called by any thread.
final class EventStream {

    /// How many events may be on their way.
    static final int UNSENT_MAX = 64;

    /// How many heartbeats may pass while nothing of what is on its way is taken.
    private static final int BEATS_MAX = 2;

    private static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final Context loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final EventRing ring;
    private final Consumer<EventStream> left;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Operator operator;
    private long place;
    private int unsent;
    private boolean taken;
    private int missed;
    private boolean ended;
    private boolean gone;

    /// @param left called when it is over, at least once
    EventStream(
            Context loop, HttpServerRequest request, EventRing ring, Operator operator, Consumer<EventStream> left) {
        this.loop = loop;
        this.request = request;
        this.response = request.response();
        this.ring = ring;
        this.operator = operator;
        this.left = left;
    }

    /// Begins after the event that `lastId` names, with a `reset` where that is too old, or with the next event where
    /// it is empty.
    void open(String lastId) {
        response.setStatusCode(200)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true)
                .exceptionHandler(_ -> cut())
                .closeHandler(_ -> over());
        long known = lastId.isEmpty() ? ring.newest() : ring.number(lastId);
        place = known == EventRing.UNKNOWN ? ring.newest() : known;
        send(Buffer.buffer("retry: 2000\nid: " + ring.id(place) + "\n\n"));
        if (known == EventRing.UNKNOWN) {
            reset();
        }
        pump();
    }

    /// Says that there is something new. Called by any thread; many calls make one look.
    void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.runOnContext(_ -> {
                woken.set(false);
                pump();
            });
        }
    }

    /// Shows both sides that the connection is there, and cuts whoever takes nothing, be it only the end. Called by any
    /// thread.
    void beat() {
        loop.runOnContext(_ -> {
            if (gone) {
                return;
            }
            missed = !taken && (ended || unsent > 0) ? missed + 1 : 0;
            taken = false;
            if (missed > BEATS_MAX) {
                cut();
            } else if (unsent < UNSENT_MAX) {
                send(BEAT.copy());
            }
        });
    }

    /// From now on it hears what this one may. Called by any thread.
    void become(Operator next) {
        loop.runOnContext(_ -> operator = next);
    }

    /// Ends it in good order. Called by any thread.
    void end() {
        loop.runOnContext(_ -> {
            if (!ended) {
                ended = true;
                response.end().onComplete(_ -> over());
            }
        });
    }

    private void over() {
        ended = true;
        gone = true;
        left.accept(this);
    }

    /// Sends what came since, one portion at a time: between two, others on this event loop have their turn.
    private void pump() {
        if (ended || unsent >= UNSENT_MAX) {
            return;
        }
        var events = ring.after(place, UNSENT_MAX - unsent);
        if (events == null) {
            place = ring.newest();
            reset();
            return;
        }
        for (var event : events) {
            place = event.number();
            if (event.isFor(operator)) {
                send(event.frame().copy());
            }
        }
        goOn();
    }

    private void goOn() {
        if (place < ring.newest()) {
            wake();
        }
    }

    private void send(Buffer frame) {
        if (ended) {
            return;
        }
        unsent++;
        response.write(frame).onComplete(_ -> {
            unsent--;
            taken = true;
            if (unsent == UNSENT_MAX / 2) {
                goOn();
            }
        });
    }

    /// Whoever gets this has missed something, and looks at everything anew.
    private void reset() {
        send(Event.frame(ring.id(place), Event.RESET, new JsonObject()));
    }

    /// Closes the connection, whatever is still queued: whoever does not read would keep that for ever. Of HTTP/2 it is
    /// the stream alone.
    private void cut() {
        over();
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            // Not through the pipeline, where a close waits for what is queued.
            connection.channel().unsafe().close(connection.channel().newPromise());
        } else {
            response.reset();
        }
    }
}
