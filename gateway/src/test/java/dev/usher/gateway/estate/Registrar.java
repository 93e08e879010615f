package dev.usher.gateway.estate;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.fleet.Clusters;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.control.token.Tokens;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Changes what an estate keeps as another gateway's API would.
final class Registrar implements AutoCloseable {

    /// By which all gateways of these tests seal.
    static final String SECRET_KEY = "0123456789abcdef".repeat(4);

    private static final Actor ACTOR = new Actor("ops@example.com", "192.0.2.7");

    private final Store store;
    private final Directors directors;
    private final Clusters clusters;
    private final Tokens tokens;
    private int ports = 19_301;

    /// @param yaml what the gateways' file says of listeners and clusters
    Registrar(Place place, String yaml) {
        var configuration = Configuration.parse(
                        "gateway.yaml", "version: 1\nstore: {}\n" + yaml, Path.of("."), _ -> null)
                .value();
        var declarations = Declarations.of(configuration);
        var listeners = configuration.listeners().stream()
                .map(listener -> listener.name())
                .collect(Collectors.toSet());
        var ticker = Ticker.system();
        var random = new SecureRandom();
        this.store = SqlStore.open(place, ticker);
        this.directors = new Directors(store, () -> declarations, _ -> true, ticker, random);
        this.clusters = new Clusters(store, Seal.of(SECRET_KEY), () -> declarations, _ -> true, ticker);
        this.tokens = new Tokens(
                store, () -> new Tokens.Declared(configuration.clusters(), Set.copyOf(listeners)), ticker, random);
    }

    Store store() {
        return store;
    }

    /// A self-managed cluster that asks for tokens.
    void make(String cluster, List<StubDirector> members) {
        members.forEach(member ->
                done(directors.create(ACTOR, """
                {"name": "%s", "type": "self_managed", "address": "127.0.0.1", "port": %d, "services": {"http": %d}}
                """.formatted(member.name(), ports += 2, member.port()), false)));
        var names = members.stream()
                .map(member -> "{\"name\": \"" + member.name() + "\"}")
                .collect(Collectors.joining(", "));
        done(clusters.create(ACTOR, """
                {"name": "%s", "type": "self_managed", "directors": [%s], "access": {"tokens": {"enabled": true}}}
                """.formatted(cluster, names), false));
    }

    void enable(String cluster, boolean enabled) {
        var name = new ClusterName(cluster);
        done(enabled ? clusters.enable(ACTOR, name, null, false) : clusters.disable(ACTOR, name, null, false));
    }

    /// A new token and its value.
    Tokens.Created token(String cluster, String name) {
        return done(tokens.create(
                ACTOR, new ClusterName(cluster), "{\"name\": \"" + name + "\", \"expires\": \"unlimited\"}", false));
    }

    TokenRow revoke(String cluster, String id) {
        return done(tokens.revoke(ACTOR, new ClusterName(cluster), id, false));
    }

    private static <T> T done(CompletableFuture<Outcome<T>> call) {
        var outcome = call.join();
        if (outcome instanceof Outcome.Done<T> done) {
            return done.value();
        }
        throw new AssertionError(String.valueOf(outcome));
    }

    @Override
    public void close() {
        store.close();
    }
}
