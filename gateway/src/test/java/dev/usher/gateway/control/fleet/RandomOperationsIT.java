package dev.usher.gateway.control.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Outcome.Done;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.ClusterRow.Member;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.control.token.Tokens;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random operations on a real store, with a plain model beside it: what should succeed does, what should not does not,
/// both hold the same after each, and the log grew by one line exactly when something changed. A failure says seed and
/// number of the operation; all before it are replayed by that seed.
class RandomOperationsIT {

    private static final int OPERATIONS = 1500;
    private static final int LIMIT_SECONDS = 120;
    private static final Actor ACTOR = new Actor("ops@example.com", "192.0.2.7");
    private static final Set<String> TYPES = Set.of("Cluster", "Director", "Device");

    private static final String YAML = """
            version: 1
            listeners:
              - {name: agents, address: "127.0.0.1:0", target: {cluster: declared, service: http}}
            clusters:
              - name: declared
                access: {tokens: {enabled: true, list: [
                  {name: t-0, digest: "sha256:%s", expires: unlimited},
                  {name: t-1, digest: "sha256:%s", expires: unlimited}]}}
                directors:
                  - {name: y-1, address: 127.0.1.1, services: {http: 80}}
                  - {name: y-2, address: 127.0.1.2, services: {http: 80}}
                  - {name: y-3, address: 127.0.1.3, services: {http: 80}}
            """.formatted("ab".repeat(32), "cd".repeat(32));

    private final EstateModel model = new EstateModel();
    private final Map<String, String> ids = new HashMap<>();
    private long lines;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noRuleIsEverBrokenAndNoLineOfTheLogMissing(long seed) {
        try (var store = SqlStore.open(new Place.Sqlite(folder.resolve("usher.db")), Ticker.system())) {
            var run = new Run(store, new Random(seed));
            for (int number = 0; number < OPERATIONS; number++) {
                run.step("seed " + seed + ", operation " + number);
            }
            assertThat(run.succeeded).isBetween(OPERATIONS / 10, OPERATIONS * 9 / 10);
        }
    }

    /// All rows at one moment.
    ///
    /// @param newest the id of the last line of the log
    private record Seen(
            List<DirectorRow> directors,
            List<ClusterRow> clusters,
            List<DeviceRow> devices,
            List<TokenRow> tokens,
            List<OverrideRow> overrides,
            List<TokenRow> revoked,
            long newest) {

        static Seen of(Records records) {
            var log = records.activity(new Entry.Query(TYPES, "", "", "", 0, Long.MAX_VALUE, Long.MAX_VALUE, 1))
                    .entries();
            return new Seen(
                    records.directors(),
                    records.clusters(),
                    records.devices(),
                    records.tokens(),
                    records.overrides(),
                    records.revokedElsewhere(),
                    log.isEmpty() ? 0 : log.getFirst().id());
        }
    }

    /// What an operation came to.
    private record Came(boolean good, boolean changed) {}

    private final class Run {

        private final Store store;
        private final Random random;
        private final Directors directors;
        private final Clusters clusters;
        private final Devices devices;
        private final Tokens tokens;
        private int succeeded;
        private String doing = "";

        Run(Store store, Random random) {
            this.store = store;
            this.random = random;
            var declared = Declarations.of(Configuration.parse("gateway.yaml", YAML, Path.of("."), _ -> null)
                    .value());
            directors = new Directors(store, () -> declared, _ -> true, Ticker.system(), random);
            clusters = new Clusters(store, Seal.of(Seal.newKey()), () -> declared, _ -> true, Ticker.system());
            devices = new Devices(store, () -> declared, Ticker.system());
            tokens = new Tokens(
                    store, () -> new Tokens.Declared(declared.clusters(), Set.of()), Ticker.system(), random);
            declared.clusters()
                    .getFirst()
                    .access()
                    .tokens()
                    .list()
                    .forEach(token -> ids.put(EstateModel.DECLARED + "/" + token.name(), Tokens.id(token)));
        }

        void step(String where) {
            boolean dry = random.nextInt(10) == 0;
            int kind = random.nextInt(17);
            var came = dry ? null : operate(kind);
            if (came != null) {
                succeeded += came.good ? 1 : 0;
                lines += came.changed ? 1 : 0;
            } else {
                doing = "dry run";
                await(clusters.create(ACTOR, body(cluster(), managed(), members()), true));
                await(directors.delete(ACTOR, new DirectorName(director()), null, true));
            }
            compare(await(store.read(Seen::of)), where + " (" + doing + ")");
        }

        private Came operate(int kind) {
            return switch (kind) {
                case 0, 1 -> createDirector(random.nextInt(30) == 0 ? "ab" : director(), managed());
                case 2 -> deleteDirector(director());
                case 3 -> enableDirector(director(), random.nextBoolean());
                case 4, 5 -> createCluster(cluster(), managed(), members());
                case 6 -> moveCluster(cluster(), 8081 + random.nextInt(3));
                case 7 -> enableCluster(cluster(), random.nextBoolean());
                case 8 -> deleteCluster(cluster());
                case 9 -> createDevice(device(), half(director()), half(cluster()));
                case 10 -> assignDevice(device(), half(director()), half(cluster()));
                case 11 -> deleteDevice(device());
                case 12 -> createToken(cluster(), "t-" + random.nextInt(3));
                case 13 -> revokeToken(cluster(), "t-" + random.nextInt(3));
                case 14 -> enableCluster(EstateModel.DECLARED, random.nextBoolean());
                case 15 -> revokeToken(EstateModel.DECLARED, "t-" + random.nextInt(2));
                default -> changeDeclared();
            };
        }

        private Came createDirector(String name, boolean managed) {
            doing = "create Director " + name;
            int number = name.charAt(name.length() - 1);
            var json = """
                    {"name": "%s", "type": "%s", "address": "127.0.0.%d", "port": 9100, "services": {"http": 80}}
                    """.formatted(name, managed ? "managed" : "self_managed", number);
            return came(model.createDirector(name, managed), directors.create(ACTOR, json, false));
        }

        private Came deleteDirector(String name) {
            doing = "delete Director " + name;
            return came(model.deleteDirector(name), directors.delete(ACTOR, new DirectorName(name), null, false));
        }

        private Came enableDirector(String name, boolean enabled) {
            doing = (enabled ? "enable Director " : "disable Director ") + name;
            var director = new DirectorName(name);
            return came(
                    model.enableDirector(name, enabled),
                    enabled
                            ? directors.enable(ACTOR, director, null, false)
                            : directors.disable(ACTOR, director, null, false));
        }

        private Came createCluster(String name, boolean managed, List<String> members) {
            doing = "create cluster " + name + " of " + members;
            return came(
                    model.createCluster(name, managed, members),
                    clusters.create(ACTOR, body(name, managed, members), false));
        }

        private Came moveCluster(String name, int port) {
            doing = "move cluster " + name + " to " + port;
            return came(
                    model.moveCluster(name, port),
                    clusters.update(ACTOR, new ClusterName(name), null, "{\"port\": " + port + "}", false));
        }

        private Came enableCluster(String name, boolean enabled) {
            doing = (enabled ? "enable cluster " : "disable cluster ") + name;
            var cluster = new ClusterName(name);
            return came(
                    model.enableCluster(name, enabled),
                    enabled
                            ? clusters.enable(ACTOR, cluster, null, false)
                            : clusters.disable(ACTOR, cluster, null, false));
        }

        private Came deleteCluster(String name) {
            doing = "delete cluster " + name;
            return came(model.deleteCluster(name), clusters.delete(ACTOR, new ClusterName(name), null, false));
        }

        private Came changeDeclared() {
            var name = EstateModel.DECLARED;
            return switch (random.nextInt(4)) {
                case 0 -> createCluster(name, managed(), members());
                case 1 -> moveCluster(name, 8082);
                case 2 -> deleteCluster(name);
                default -> createToken(name, "t-3");
            };
        }

        private Came createDevice(String name, @Nullable String director, @Nullable String cluster) {
            doing = "create Device " + name + " at " + director + ", " + cluster;
            var json = "{\"name\": \"" + name + "\", \"type\": \"firewall\", " + assigned(director, cluster) + "}";
            return came(model.createDevice(name, director, cluster), devices.create(ACTOR, json, false));
        }

        private Came assignDevice(String name, @Nullable String director, @Nullable String cluster) {
            doing = "assign Device " + name + " to " + director + ", " + cluster;
            return came(
                    model.assignDevice(name, director, cluster),
                    devices.update(ACTOR, name, null, "{" + assigned(director, cluster) + "}", false));
        }

        private Came deleteDevice(String name) {
            doing = "delete Device " + name;
            return came(model.deleteDevice(name), devices.delete(ACTOR, name, null, false));
        }

        private Came createToken(String cluster, String name) {
            doing = "create token " + cluster + "/" + name;
            var answer = tokens.create(ACTOR, new ClusterName(cluster), "{\"name\": \"" + name + "\"}", false);
            if (await(answer) instanceof Done<Tokens.Created> done) {
                ids.put(cluster + "/" + name, done.value().token().id());
            }
            return came(model.createToken(cluster, name), answer);
        }

        private Came revokeToken(String cluster, String name) {
            doing = "revoke token " + cluster + "/" + name;
            var id = model.tokens.containsKey(cluster + "/" + name) || cluster.equals(EstateModel.DECLARED)
                    ? ids.getOrDefault(cluster + "/" + name, "")
                    : "none";
            return came(model.revokeToken(cluster, name), tokens.revoke(ACTOR, new ClusterName(cluster), id, false));
        }

        private Came came(boolean expected, CompletableFuture<? extends Outcome<?>> answer) {
            var outcome = await(answer);
            assertThat(outcome instanceof Done<?>).as("%s: %s", doing, outcome).isEqualTo(expected);
            return new Came(expected, outcome instanceof Done<?> done && done.changed());
        }

        private String director() {
            return "d-" + (char) ('A' + random.nextInt(9));
        }

        private String cluster() {
            return "cluster-" + random.nextInt(2);
        }

        private String device() {
            return "device-" + random.nextInt(3);
        }

        private boolean managed() {
            return random.nextInt(5) == 0;
        }

        private @Nullable String half(String name) {
            return random.nextBoolean() ? name : null;
        }

        /// Mostly such as are there and go together.
        private List<String> members() {
            int count = random.nextInt(4) == 0 ? random.nextInt(6) : 3;
            var there = model.directors.keySet().stream().collect(Collectors.toList());
            if (there.size() < count || random.nextInt(6) == 0) {
                return IntStream.range(0, count).mapToObj(_ -> director()).toList();
            }
            Collections.shuffle(there, random);
            return there.subList(0, count);
        }
    }

    private void compare(Seen records, String where) {
        var directors = new TreeMap<String, EstateModel.Director>();
        records.directors()
                .forEach(row -> directors.put(
                        row.name().value(),
                        new EstateModel.Director(row.type() == Ownership.MANAGED, row.enabled(), row.enabledBefore())));
        assertThat(directors).as(where).isEqualTo(model.directors);
        var clusters = new TreeMap<String, EstateModel.Cluster>();
        records.clusters()
                .forEach(row -> clusters.put(
                        row.name().value(),
                        new EstateModel.Cluster(
                                row.type() == Ownership.MANAGED,
                                row.enabled(),
                                row.directors().stream()
                                        .map(Member::director)
                                        .map(DirectorName::value)
                                        .toList(),
                                row.port())));
        assertThat(clusters).as(where).isEqualTo(model.clusters);
        var devices = new TreeMap<String, EstateModel.Device>();
        records.devices()
                .forEach(row ->
                        devices.put(row.name(), new EstateModel.Device(word(row.director()), word(row.cluster()))));
        assertThat(devices).as(where).isEqualTo(model.devices);
        assertThat(records.tokens().stream().map(RandomOperationsIT::path).collect(Collectors.toSet()))
                .as(where)
                .isEqualTo(model.tokens.keySet());
        assertThat(records.overrides().stream().allMatch(OverrideRow::enabled))
                .as(where)
                .isEqualTo(model.declaredEnabled);
        assertThat(records.revoked().stream().map(RandomOperationsIT::path).collect(Collectors.toSet()))
                .as(where)
                .isEqualTo(model.revoked);
        assertThat(records.newest()).as(where).isEqualTo(lines);
    }

    private static String path(TokenRow token) {
        return token.cluster() + "/" + token.name();
    }

    private static @Nullable String word(@Nullable Object name) {
        return name == null ? null : name.toString();
    }

    private static String assigned(@Nullable String director, @Nullable String cluster) {
        return "\"director\": " + quoted(director) + ", \"cluster\": " + quoted(cluster);
    }

    private static String quoted(@Nullable String name) {
        return name == null ? "null" : '"' + name + '"';
    }

    private static String body(String name, boolean managed, List<String> members) {
        var list =
                members.stream().map(member -> "{\"name\": \"" + member + "\"}").collect(Collectors.joining(", "));
        return "{\"name\": \"" + name + "\", \"type\": \"" + (managed ? "managed" : "self_managed")
                + "\", \"directors\": [" + list + "]}";
    }

    private static <T> T await(CompletableFuture<T> answer) {
        return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
}
