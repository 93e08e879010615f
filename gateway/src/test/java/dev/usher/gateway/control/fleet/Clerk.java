package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.MemoryStore;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Outcome.Done;
import dev.usher.gateway.control.activity.Outcome.Refused;
import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.FakeTicker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Asks the services on behalf of a test, on a store in memory; every Director is connected unless a test says not.
final class Clerk {

    static final Actor ACTOR = new Actor("ops@example.com", "192.0.2.7");

    static final Seal SEAL = Seal.of(Seal.newKey());

    final MemoryStore store = new MemoryStore();
    final FakeTicker time = new FakeTicker();
    final Set<String> away = new TreeSet<>();
    Declarations declared = Declarations.NONE;
    final Directors directors =
            new Directors(store, () -> declared, name -> !away.contains(name.value()), time, new Random(1));
    final Clusters clusters = new Clusters(store, SEAL, () -> declared, name -> !away.contains(name.value()), time);
    final Devices devices = new Devices(store, () -> declared, time);

    /// Makes Directors of one type, named `d-1` and so on.
    void hire(int count, String type) {
        IntStream.rangeClosed(1, count).forEach(number -> hire("d-" + number, type, number));
    }

    void hire(String name, String type, int number) {
        done(directors.create(ACTOR, """
                {"name": "%s", "type": "%s", "address": "127.0.0.%d", "port": 9100, "services": {"http": 8080}}
                """.formatted(name, type, number), false));
    }

    /// A cluster of `d-1` to `d-3` that is self-managed.
    ClusterRow found(String name) {
        return done(clusters.create(ACTOR, body(name, "self_managed", "", 1, 2, 3), false));
    }

    /// @param more further keys, each followed by a comma
    static String body(String name, String type, String more, int... directors) {
        var members = Arrays.stream(directors)
                .mapToObj(number -> "{\"name\": \"d-" + number + "\"}")
                .collect(Collectors.joining(", "));
        return "{\"name\": \"" + name + "\", \"type\": \"" + type + "\", " + more + "\"directors\": [" + members + "]}";
    }

    /// Declares a cluster `yaml` of `y-1` to `y-3` in the configuration.
    void declare(Path folder) {
        var text = """
                version: 1
                listeners:
                  - {name: agents, address: "127.0.0.1:0", target: {cluster: yaml, service: http}}
                clusters:
                  - name: yaml
                    directors:
                      - {name: y-1, address: 127.0.1.1, services: {http: 80}}
                      - {name: y-2, address: 127.0.1.2, services: {http: 80}}
                      - {name: y-3, address: 127.0.1.3, services: {http: 80}}
                """;
        declared = Declarations.of(
                Configuration.parse("gateway.yaml", text, folder, _ -> null).value());
    }

    /// A configuration is in force at a Director.
    void deliver(String name) {
        var row = director(name);
        store.change(changes -> {
                    changes.put(new DirectorRow(
                            row.name(),
                            row.type(),
                            row.address(),
                            row.port(),
                            row.services(),
                            row.enabled(),
                            row.enabledBefore(),
                            true,
                            row.revision(),
                            row.createdEpochMillis()));
                    changes.note(ACTOR.did("Director", name, "Delivered", ""));
                    return name;
                })
                .join();
    }

    DirectorRow director(String name) {
        return store.read(records -> records.director(new DirectorName(name)).orElseThrow())
                .join();
    }

    Optional<ClusterRow> cluster(String name) {
        return store.<Optional<ClusterRow>>read(records -> records.cluster(new ClusterName(name)))
                .join();
    }

    /// The newest line of the log.
    Entry last() {
        return store.log().getLast();
    }

    static <T> T done(CompletableFuture<Outcome<T>> answer) {
        if (answer.join() instanceof Done<T> done) {
            return done.value();
        }
        throw new AssertionError(String.valueOf(answer.join()));
    }

    /// What is in the way, as `pointer code: detail`.
    static List<String> refused(CompletableFuture<? extends Outcome<?>> answer) {
        return violations(answer.join()).stream().map(Violation::toString).toList();
    }

    /// The same, the codes alone.
    static List<String> codes(CompletableFuture<? extends Outcome<?>> answer) {
        return violations(answer.join()).stream()
                .map(violation -> violation.code().word())
                .toList();
    }

    private static List<Violation> violations(Outcome<?> outcome) {
        if (outcome instanceof Refused<?> refused) {
            return refused.violations();
        }
        throw new AssertionError(String.valueOf(outcome));
    }
}
