package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.fleet.Clusters;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.publish.Publisher;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.CopyFile;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.control.token.Tokens;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.StoreSettings.Place.Sqlite;
import dev.usher.gateway.core.config.TokenSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.core.snapshot.Token;
import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveIT {

    private static final Actor ACTOR = new Actor("ops@example.com", "192.0.2.7");
    private static final ClusterName DECLARED = new ClusterName("declared");
    private static final ClusterName MADE = new ClusterName("made");

    private static final TokenDigest OLD = new TokenDigest(1, 2, 3, 4);

    private final Ticker ticker = Ticker.system();
    private final Seal seal = Seal.of(Seal.newKey());
    private final Configuration configuration;
    private final Snapshots snapshots = new Snapshots();
    private final Fleet fleet = new Fleet(List.of(), ticker);
    private final Rosters rosters = new Rosters(_ -> new Security.Plaintext(), ticker, fleet::heard);
    private final List<Live.Served> served = new CopyOnWriteArrayList<>();
    private final List<Live.Served> refused = new CopyOnWriteArrayList<>();
    private volatile boolean troubled;
    private final ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
    private final SqlStore store;
    private final Keeping keeping;
    private final Copies copies;
    private final Directors directors;
    private final Clusters clusters;
    private final Tokens tokens;
    private final Live live;

    LiveIT(@TempDir Path folder) {
        this.configuration = Configuration.parse("gateway.yaml", """
                        version: 1
                        store: {}
                        listeners:
                          - {name: agents, address: "127.0.0.1:0", target: {cluster: made, service: http}}
                        clusters:
                          - name: declared
                            access: {tokens: {enabled: true, list: [{name: old, digest: "%s", expires: unlimited}]}}
                            directors:
                              - {name: y-1, address: 127.0.0.1, port: 19101, services: {http: 80}}
                              - {name: y-2, address: 127.0.0.1, port: 19103, services: {http: 80}}
                              - {name: y-3, address: 127.0.0.1, port: 19105, services: {http: 80}}
                        """.formatted(OLD), folder, _ -> null)
                .value();
        var place = new Sqlite(folder.resolve("usher.db"));
        this.store = SqlStore.open(place, ticker);
        this.keeping =
                Keeping.of(store, seal, new CopyFile(folder.resolve("data/it.store-copy.json"), place), false, ticker);
        this.copies = keeping.copies();
        var declarations = Declarations.of(configuration);
        this.directors = new Directors(store, () -> declarations, _ -> true, ticker, new SecureRandom());
        this.clusters = new Clusters(store, seal, () -> declarations, _ -> true, ticker);
        this.tokens = new Tokens(
                store, () -> new Tokens.Declared(configuration.clusters(), Set.of()), ticker, new SecureRandom());
        this.live = new Live(
                configuration,
                keeping,
                new Live.Followers(fleet, new Publisher(fleet, snapshots), rosters, this::hears, _ -> {}));
    }

    private void hears(Live.Served all) {
        if (troubled) {
            refused.add(all);
            throw new IllegalStateException("not now");
        }
        served.add(all);
    }

    private static boolean made(List<Live.Served> some) {
        return !some.isEmpty()
                && some.getLast().clusters().stream()
                        .anyMatch(cluster -> cluster.name().equals(MADE));
    }

    @AfterEach
    void close() {
        live.close();
        rosters.close();
        keeping.close();
        clerk.shutdownNow();
    }

    @Test
    void aClusterIsServedAsSoonAsItIsMadeAndNoLongerThanItIsThere() {
        live.start(Timers.on(clerk));
        assertThat(live.complete()).isTrue();
        assertThat(served(DECLARED)).isNotNull();
        assertThat(served(MADE)).isNull();

        make();
        Faults.until("served", () -> served(MADE) != null);
        assertThat(fleet.clusters()).hasSize(2);

        done(clusters.disable(ACTOR, MADE, null, false));
        Faults.until("disabled", this::disabled);

        done(clusters.delete(ACTOR, MADE, null, false));
        Faults.until("gone", () -> served(MADE) == null);
        assertThat(served(DECLARED)).isNotNull();
        Faults.until("its Directors stand alone", () -> served.getLast().alone().contains(new DirectorName("d-1")));
    }

    @Test
    void whatCouldNotBeServedIsServedLater() {
        live.start(Timers.on(clerk));
        troubled = true;
        make();
        Faults.until("it was tried", () -> made(refused));

        troubled = false;

        Faults.until("served", () -> made(served));
    }

    @Test
    void whatDidNotChangeIsNotMadeAnew() {
        live.start(Timers.on(clerk));
        make();
        Faults.until("served", () -> served(MADE) != null);
        var before = served(DECLARED);

        done(clusters.disable(ACTOR, MADE, null, false));
        Faults.until("disabled", this::disabled);

        assertThat(served(DECLARED)).isSameAs(before);
    }

    @Test
    void aDeclaredClusterIsSwitchedOffAndLosesTokensWhileItIsServed() {
        live.start(Timers.on(clerk));
        assertThat(old()).isNotNull();

        done(tokens.revoke(ACTOR, DECLARED, Tokens.id(setting()), false));
        Faults.until("revoked", () -> old() == null);
        done(clusters.disable(ACTOR, DECLARED, null, false));
        Faults.until("disabled", () -> !Objects.requireNonNull(served(DECLARED)).enabled());
        done(clusters.enable(ACTOR, DECLARED, null, false));
        Faults.until("enabled", () -> Objects.requireNonNull(served(DECLARED)).enabled());

        assertThat(old()).isNull();
    }

    @Test
    void aDeclaredClusterStartsAsItWasLeft() {
        done(tokens.revoke(ACTOR, DECLARED, Tokens.id(setting()), false));
        done(clusters.disable(ACTOR, DECLARED, null, false));

        live.start(Timers.on(clerk));

        assertThat(Objects.requireNonNull(served(DECLARED)).enabled()).isFalse();
        assertThat(old()).isNull();
    }

    private TokenSettings setting() {
        return configuration.clusters().getFirst().access().tokens().list().getFirst();
    }

    private @Nullable Token old() {
        return Objects.requireNonNull(served(DECLARED))
                .tokens()
                .find(OLD.first(), OLD.second(), OLD.third(), OLD.fourth());
    }

    @Test
    void whileTheStoreIsAwayWhatIsDeclaredIsServed() {
        store.close();

        live.start(Timers.on(clerk));

        assertThat(live.complete()).isFalse();
        assertThat(served(DECLARED)).isNotNull();
    }

    @Test
    void aCopyOfWhatTheStoreHoldsStaysWhenTheStoreGoes() {
        live.start(Timers.on(clerk));
        make();
        Faults.until("copied", () -> known().copy().clusters().size() == 1);
        var seen = known().trueEpochMillis();
        Faults.until("it is still true later", () -> known().trueEpochMillis() > seen);

        store.close();
        var last = known();

        assertThat(last.copy().directors()).hasSize(3);
        assertThat(known().copy()).isSameAs(last.copy());
        assertThat(known().trueEpochMillis()).isCloseTo(last.trueEpochMillis(), within(50L));
        assertThat(last.trueEpochMillis()).isGreaterThanOrEqualTo(last.copy().readEpochMillis());
    }

    private Copies.Known known() {
        return Objects.requireNonNull(copies.current());
    }

    @Test
    void whatTheFileDeclaresNewIsServedWithWhatIsKnownOfAStoreThatIsAway() {
        live.start(Timers.on(clerk));
        make();
        Faults.until("served", () -> served(MADE) != null);
        store.close();

        live.declare(new Configuration(
                configuration.gateway(),
                configuration.admin(),
                null,
                null,
                configuration.store(),
                configuration.log(),
                configuration.listeners(),
                List.of()));

        assertThat(served(DECLARED)).isNull();
        assertThat(served(MADE)).isNotNull();
    }

    private void make() {
        IntStream.rangeClosed(1, 3)
                .forEach(number -> done(directors.create(ACTOR, """
                        {"name": "d-%d", "type": "self_managed", "address": "127.0.0.1", "port": %d, "services": {"http": 8080}}
                        """.formatted(number, 19_201 + 2 * number), false)));
        done(clusters.create(ACTOR, """
                {"name": "made", "type": "self_managed",
                 "directors": [{"name": "d-1"}, {"name": "d-2"}, {"name": "d-3"}]}
                """, false));
    }

    private boolean disabled() {
        var cluster = served(MADE);
        return cluster != null && !cluster.enabled();
    }

    private @Nullable Cluster served(ClusterName name) {
        return snapshots.current().cluster(name);
    }

    private static <T> void done(CompletableFuture<Outcome<T>> call) {
        assertThat(call.join()).isInstanceOf(Outcome.Done.class);
    }
}
