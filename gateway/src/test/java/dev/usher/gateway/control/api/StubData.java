package dev.usher.gateway.control.api;

import dev.usher.gateway.control.fleet.Fixtures;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.DirectorStatus;
import dev.usher.gateway.core.signal.Observatory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// A data plane of three Directors that says what a test tells it to. *Thread-safe.*
final class StubData implements Observatory {

    private final Map<DirectorName, Integer> inFlight = new ConcurrentHashMap<>();
    private final Map<DirectorName, Boolean> down = new ConcurrentHashMap<>();

    void carries(int director, int exchanges) {
        inFlight.put(Fixtures.director(director), exchanges);
    }

    void loses(int director) {
        down.put(Fixtures.director(director), true);
    }

    @Override
    public List<DirectorStatus> directors() {
        return IntStream.rangeClosed(1, 3).mapToObj(this::status).toList();
    }

    private DirectorStatus status(int number) {
        var name = Fixtures.director(number);
        boolean healthy = !down.containsKey(name);
        return new DirectorStatus(
                Fixtures.CLUSTER,
                name,
                healthy,
                healthy ? "healthy" : "unhealthy",
                healthy ? "" : "refused 127.0.0.1:9001",
                inFlight.getOrDefault(name, 0),
                10,
                1,
                1_800_000_000_000L);
    }
}
