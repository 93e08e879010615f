package dev.usher.gateway.control.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.GatewayProcess;
import dev.usher.gateway.testkit.LoopWatch;
import dev.usher.gateway.testkit.Ports;
import dev.usher.gateway.testkit.StubDirector;
import dev.usher.membership.time.Ticker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a busy management API costs the data plane of its gateway, with 1,000 Directors, 60 clusters and 1,000,000
/// entries of the log. It prints what it measured: quiet and busy rounds by turns, their medians.
@Tag("soak")
class BusyApiIT {

    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(8);
    private static final int ASKING = 4;
    private static final Duration HELD = Duration.ofMillis(10);
    private static final long PACE_NANOS = 5_000_000;
    private static final List<String> LOOKS = List.of(
            "/api/v1/clusters?limit=60",
            "/api/v1/directors?limit=100",
            "/api/v1/directors/d7",
            "/api/v1/activity?limit=100",
            "/api/v1/activity?text=nowhere");

    private final Ticker ticker = Ticker.system();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Ports ports = new Ports();
    private final int agents = ports.one();
    private final List<StubDirector> directors = IntStream.rangeClosed(1, 3)
            .mapToObj(number -> StubDirector.polite("main-" + number))
            .toList();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theDataPlaneGoesOnWhileTheApiIsBusy() throws Exception {
        fill();
        try (var gateway =
                GatewayProcess.start(folder, ports, "{ready_delay: 0s}", yaml()).ready()) {
            var quiet = new ArrayList<long[]>();
            var busy = new ArrayList<long[]>();
            var asked = new TreeMap<String, List<Long>>();
            assertThat(unitsSeen(gateway)).containsExactlyInAnyOrder("runTask", "handle");
            besides(gateway, new TreeMap<>());
            var loops = LoopWatch.start(gateway.process(), folder.resolve("loops.jfr"), HELD);
            for (int round = 0; round < ROUNDS; round++) {
                quiet.add(traffic(ROUND));
                busy.add(besides(gateway, asked));
            }

            var held = loops.stop();
            var answers = asked.values().stream().mapToInt(List::size).sum();
            System.out.println("data plane, ms: p50, p99, longest (medians of " + ROUNDS + " rounds)");
            System.out.println("  quiet " + line(quiet));
            System.out.println("  busy  " + line(busy));
            asked.forEach((path, nanos) -> System.out.println("  GET " + path + ": " + nanos.size() + " answers, "
                    + times(nanos.stream().mapToLong(each -> each).toArray())));
            System.out.println("event loops held for " + HELD.toMillis() + " ms: " + held.size() + " times in "
                    + answers + " answers");
            held.forEach(one -> System.out.println("  " + one));
            // Now and then an event loop waits for a processor, of which the clients of this test have their share too.
            assertThat(held.stream().filter(one -> one.millis() - one.pausedMillis() >= HELD.toMillis()))
                    .hasSizeLessThanOrEqualTo(2 * ROUNDS);
            assertThat(asked.keySet()).containsExactlyInAnyOrderElementsOf(LOOKS);
        } finally {
            directors.forEach(StubDirector::close);
        }
    }

    /// What the recorder finds when it looks for all that there is.
    private Set<String> unitsSeen(GatewayProcess gateway) throws Exception {
        var loops = LoopWatch.start(gateway.process(), folder.resolve("all.jfr"), Duration.ZERO);
        besides(gateway, new TreeMap<>());
        return loops.stop().stream().map(LoopWatch.Held::unit).collect(Collectors.toSet());
    }

    /// Times of requests through the gateway, each sent at its own moment whatever became of the one before.
    private long[] traffic(Duration time) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agents + "/"))
                .timeout(Duration.ofSeconds(20))
                .build();
        var times = new ArrayList<Long>();
        long began = ticker.nanos();
        for (long due = began; due - began < time.toNanos(); due += PACE_NANOS) {
            for (long left = due - ticker.nanos(); left > 0; left = due - ticker.nanos()) {
                LockSupport.parkNanos(left);
            }
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            times.add(ticker.nanos() - due);
        }
        return times.stream().mapToLong(each -> each).toArray();
    }

    private long[] besides(GatewayProcess gateway, Map<String, List<Long>> asked) throws Exception {
        var stop = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(ASKING)) {
            Callable<Map<String, List<Long>>> asking = () -> ask(gateway, stop);
            var all = IntStream.range(0, ASKING)
                    .mapToObj(_ -> threads.submit(asking))
                    .toList();
            var times = traffic(ROUND);
            stop.set(true);
            for (var one : all) {
                one.get()
                        .forEach((path, nanos) -> asked.computeIfAbsent(path, _ -> new ArrayList<>())
                                .addAll(nanos));
            }
            return times;
        }
    }

    private Map<String, List<Long>> ask(GatewayProcess gateway, AtomicBoolean stop) {
        var times = new TreeMap<String, List<Long>>();
        for (int count = 0; !stop.get(); count++) {
            var path = LOOKS.get(count % LOOKS.size());
            long began = ticker.nanos();
            assertThat(gateway.office().get(path).status()).as(path).isEqualTo(200);
            times.computeIfAbsent(path, _ -> new ArrayList<>()).add(ticker.nanos() - began);
        }
        return times;
    }

    private static String line(List<long[]> rounds) {
        var middle = new ArrayList<String>();
        for (double share : new double[] {0.5, 0.99, 1}) {
            var each = rounds.stream()
                    .mapToLong(times -> at(times, share))
                    .sorted()
                    .toArray();
            middle.add(millis(each[each.length / 2]));
        }
        return String.join(", ", middle);
    }

    private static String times(long[] nanos) {
        return "p50 " + millis(at(nanos, 0.5)) + ", p99 " + millis(at(nanos, 0.99)) + ", longest "
                + millis(at(nanos, 1));
    }

    private static long at(long[] nanos, double share) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(sorted.length * share))];
    }

    private static String millis(long nanos) {
        return "%.2f".formatted(nanos / 1e6);
    }

    /// Its Directors are nowhere, and looked for once a minute.
    private void fill() throws SQLException {
        var file = folder.resolve("usher.db");
        try (var store = SqlStore.open(new SqliteDatabase(file), ticker, (_, _) -> {})) {
            StoreCase.get(store.read(records -> records.directors().size()));
        }
        var options = "{\"configuration\":1,\"health\":{\"check\":\"tcp\",\"service\":\"http\",\"interval\":\"1m\"}}";
        var services = "{\"http\":9}";
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            run(
                    connection,
                    1_000,
                    "director",
                    "'d' || i, 'MANAGED', '127.0.0.1', 8081, '" + services + "', 1, null, 0, 1, 1");
            run(
                    connection,
                    60,
                    "cluster",
                    "'c' || i, 'MANAGED', 8081, 1, 0, 1, '', '', '', 0, '[]', 0, '" + options + "', 1, 1");
            run(
                    connection,
                    900,
                    "member",
                    "'c' || (1 + i % 60), i, 'd' || i, '127.0.0.1', 8081, 100, '" + services + "'");
            run(
                    connection,
                    1_000_000,
                    "activity",
                    "i + 10, 'a@b', '::1', 'Director', 'd' || (i % 1000), 'UpdatedDirector', "
                            + "'text ' || i, 'text ' || i, i");
        }
    }

    private static void run(Connection connection, int rows, String table, String values) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into " + table
                    + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + rows + ") select "
                    + values + " from n");
        }
    }

    private String yaml() {
        var members = new StringBuilder();
        directors.forEach(
                director -> members.append("      - {name: %s, address: 127.0.0.1, port: %d, services: {http: %d}}\n"
                        .formatted(director.name(), ports.row(2), director.port())));
        return """
                store: {url: "sqlite:usher.db"}
                listeners:
                  - {name: agents, address: "127.0.0.1:%d", target: {cluster: main, service: http}}
                clusters:
                  - name: main
                    health: {check: tcp, service: http}
                    directors:
                %s""".formatted(agents, members);
    }
}
