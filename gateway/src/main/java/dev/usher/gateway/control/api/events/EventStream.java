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

/// One listener, at its place in the ring. Nothing is queued for it but what the connection's own bounded queue holds;
/// while that is full it falls behind, and too far behind it is cut.
///
/// *Confined to its event loop,* but for what is said to be called by any thread.
final class EventStream {

    /// How far behind a reader may fall.
    static final int BEHIND_MAX = 256;

    /// How many heartbeats may find the connection's queue full.
    private static final int BEATS_MAX = 2;

    private static final int QUEUE_BYTES = 16 * 1024;
    private static final int PORTION = 64;
    private static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final Context loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final EventRing ring;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Operator operator;
    private long place;
    private int missed;
    private boolean ended;

    EventStream(Context loop, HttpServerRequest request, EventRing ring, Operator operator) {
        this.loop = loop;
        this.request = request;
        this.response = request.response();
        this.ring = ring;
        this.operator = operator;
    }

    /// Begins after the event that `lastId` names, with a `reset` where that is too old, or with the next event where
    /// it is empty.
    void open(String lastId) {
        response.setStatusCode(200)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .drainHandler(_ -> pump());
        long known = lastId.isEmpty() ? ring.newest() : ring.number(lastId);
        place = known == EventRing.UNKNOWN ? ring.newest() : known;
        response.write("retry: 2000\nid: " + ring.id(place) + "\n\n");
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

    /// Shows both sides that the connection is there. Called by any thread.
    void beat() {
        loop.runOnContext(_ -> {
            if (ended) {
                return;
            }
            if (!response.writeQueueFull()) {
                missed = 0;
                response.write(BEAT.copy());
            } else if (++missed > BEATS_MAX) {
                cut();
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
                response.end();
            }
        });
    }

    /// The listener is gone.
    void gone() {
        ended = true;
    }

    private void pump() {
        while (!ended && !response.writeQueueFull()) {
            var events = ring.after(place, PORTION);
            if (events == null) {
                place = ring.newest();
                reset();
                continue;
            }
            if (events.isEmpty()) {
                return;
            }
            for (var event : events) {
                place = event.number();
                if (event.isFor(operator)) {
                    response.write(event.frame().copy());
                }
            }
        }
        if (!ended && ring.newest() - place > BEHIND_MAX) {
            cut();
        }
    }

    /// Whoever gets this has missed something, and looks at everything anew.
    private void reset() {
        response.write(Event.frame(ring.id(place), Event.RESET, new JsonObject()));
    }

    /// Closes the connection, whatever is still queued: whoever does not read would keep that for ever. Of HTTP/2 it is
    /// the stream alone.
    private void cut() {
        ended = true;
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            // Not through the pipeline, where a close waits for what is queued.
            connection.channel().unsafe().close(connection.channel().newPromise());
        } else {
            response.reset();
        }
    }
}
