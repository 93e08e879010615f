package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.LiveRegistry;
import dev.usher.gateway.data.upstream.Connections;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.StreamSupport;

/// The lanes of all event loops. *Thread-safe:* the map never changes, and lanes are called on their own threads.
final class Lanes {

    /// Below the keep-alive times of common servers (5 s and more), so that Directors seldom close first.
    private static final Duration UPSTREAM_IDLE = Duration.ofSeconds(4);

    private final IdentityHashMap<EventLoop, Lane> lanes = new IdentityHashMap<>();
    private volatile boolean closing;

    Lanes(Shared shared, Loops loops) {
        var eventLoops = StreamSupport.stream(loops.group().spliterator(), false)
                .map(EventLoop.class::cast)
                .toList();
        var limits =
                new Connections.Limits(Math.max(1, loops.connectionsPerDirector() / eventLoops.size()), UPSTREAM_IDLE);
        for (var eventLoop : eventLoops) {
            var bootstrap = Connections.tuned(new Bootstrap()
                    .group(eventLoop)
                    .channelFactory(loops.channels())
                    .resolver(loops.names()));
            lanes.put(eventLoop, new Lane(shared, eventLoop, eventLoops.size(), bootstrap, limits));
        }
    }

    Lane of(EventLoop eventLoop) {
        var lane = lanes.get(eventLoop);
        if (lane == null) {
            throw new IllegalStateException("an event loop that is not ours");
        }
        return lane;
    }

    List<Lane> all() {
        return List.copyOf(lanes.values());
    }

    LiveRegistry registry() {
        return new LiveRegistry(lanes.values().stream()
                .map(lane -> new LiveRegistry.Loop(lane.eventLoop(), lane.live()))
                .toList());
    }

    void closeIdle(DirectorLoad director) {
        lanes.values().forEach(lane -> lane.eventLoop().execute(() -> lane.closeIdle(director)));
    }

    boolean closing() {
        return closing;
    }

    void closing(boolean now) {
        closing = now;
    }
}
