package dev.usher.gateway.control.api;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.fleet.Clusters;
import dev.usher.gateway.control.fleet.Devices;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.Drains;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.control.token.Carried;
import dev.usher.gateway.control.token.Closings;
import dev.usher.gateway.control.token.Tokens;
import dev.usher.gateway.control.token.Uses;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/// What a gateway keeps in a store of SQLite, whose Directors are all connected, beside a cluster `eu-west` that its
/// configuration file declares with a token `old`. *Thread-safe.*
public final class TestEstate implements AutoCloseable {

    public static final ClusterName MADE = new ClusterName("made");

    private static final Actor ACTOR = new Actor("ops@example.com", "192.0.2.7");
    private static final String FILE = """
            version: 1
            listeners:
              - {name: agents, address: "127.0.0.1:0", target: {cluster: eu-west, service: http}}
            clusters:
              - name: eu-west
                access: {tokens: {enabled: true, list: [{name: old, digest: "sha256:%s", expires: unlimited}]}}
                directors:
                  - {name: director-1, address: 127.0.0.1, port: 8083, services: {http: 9001}}
                  - {name: director-2, address: 127.0.0.1, port: 8085, services: {http: 9002}}
                  - {name: director-3, address: 127.0.0.1, port: 8087, services: {http: 9003}}
            """.formatted("ab".repeat(32));

    private static final String GATEWAY = "edge-1";

    private final Ticker ticker = Ticker.system();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Declarations declared;
    private final SqlStore store;
    private final Management management;

    public TestEstate(Path folder) {
        var file = Configuration.parse("gateway.yaml", FILE, folder, _ -> null).value();
        this.declared = Declarations.of(file);
        this.store = SqlStore.open(new Place.Sqlite(folder.resolve("usher.db")), ticker);
        var random = new SecureRandom();
        var copies = new Copies(store, ticker);
        var timers = Timers.on(thread);
        store.onChanged((before, now) -> {
            if (before.tokens() != now.tokens()) {
                store.keep(TestEstate::nothingClosed);
            }
        });
        this.management = new Management(
                store,
                copies,
                new Directors(store, this::declared, _ -> true, ticker, random),
                new Clusters(store, Seal.of(Seal.newKey()), this::declared, _ -> true, ticker),
                new Devices(store, this::declared, ticker),
                new Drains(store, ticker),
                new Tokens(store, () -> new Tokens.Declared(declared.clusters(), declared.listeners()), ticker, random),
                new Closings(store, GATEWAY, ticker, timers, Duration.ofSeconds(5)),
                new Uses(store, copies, new NoTraffic(), ticker),
                new Carried(store, GATEWAY, false, new NoTraffic()),
                List.of());
    }

    /// As a gateway does that carried nothing for the tokens that were revoked.
    private static int nothingClosed(Notes notes) {
        int noted = 0;
        for (var cluster : List.of("made", "eu-west")) {
            for (var token : notes.tokens(new ClusterName(cluster))) {
                boolean told = notes.closures(token.id()).stream()
                        .anyMatch(closure -> closure.gateway().equals(GATEWAY));
                if (token.revokedEpochMillis() != null && !told) {
                    notes.closed(token.id(), GATEWAY, 0);
                    noted++;
                }
            }
        }
        return noted;
    }

    private static final class NoTraffic implements TokenTraffic {

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> live() {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> ended(Set<TokenDigest> tokens) {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public CompletableFuture<Set<TokenDigest>> used() {
            return CompletableFuture.completedFuture(Set.of());
        }
    }

    public Declarations declared() {
        return declared;
    }

    public Management management() {
        return management;
    }

    /// Puts a cluster `made` of three Directors, and a Director `alone`, into the store.
    public TestEstate made() {
        IntStream.rangeClosed(1, 3).forEach(number -> director("d-" + number, number));
        director("alone", 4);
        done(management.clusters().create(ACTOR, """
                        {"name": "made", "type": "self_managed",
                         "directors": [{"name": "d-1"}, {"name": "d-2"}, {"name": "d-3"}]}
                        """, false));
        return this;
    }

    /// Puts a Director into the store.
    void director(String name, int number) {
        done(management.directors().create(ACTOR, """
                        {"name": "%s", "type": "self_managed", "address": "127.0.0.1", "port": %d,
                         "services": {"http": 8080}}
                        """.formatted(name, 19_201 + 2 * number), false));
    }

    private static <T> void done(CompletableFuture<Outcome<T>> call) {
        if (!(call.join() instanceof Outcome.Done)) {
            throw new AssertionError(String.valueOf(call.join()));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        store.close();
    }
}
