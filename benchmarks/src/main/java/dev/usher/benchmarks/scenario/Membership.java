package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.report.Machine;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The scenario `membership`: what sidecars take, how soon they are there, what a cluster costs the gateway that
/// watches it, and how soon a word is heard.
public final class Membership {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(3);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final double NANOS = 1e9;

    /// Below the ports that Linux gives to clients.
    private static final int FIRST_PORT = 21_000;

    private static final int OTHER_SIZE = 3;

    private final Ticker ticker = Ticker.system();
    private final Random random = new Random(1);
    private final Path home;
    private final Path folder;
    private final Size size;

    /// How much is measured.
    ///
    /// @param sidecars of the large cluster
    /// @param starts of one sidecar alone
    /// @param others clusters of three that a gateway watches besides
    /// @param changes of a word
    record Size(int sidecars, int starts, int others, int changes) {

        static final Size FULL = new Size(15, 5, 5, 200);
        static final Size QUICK = new Size(3, 1, 1, 10);
    }

    private Membership(Path home, Path folder, Size size) {
        this.home = home;
        this.folder = folder;
        this.size = size;
    }

    /// `--home DIR --out DIR [--quick]`, as `benchmarks/bin/membership` calls it.
    public static void main(String[] args) throws IOException, InterruptedException {
        run(Options.parse(args));
        System.exit(0);
    }

    static MembershipReport run(Options options) throws IOException, InterruptedException {
        var machine = Machine.here(options.home(), StubChild.availableCores());
        var size = options.pace().equals(Pace.QUICK) ? Size.QUICK : Size.FULL;
        try (var scratch = Scratch.create("membership");
                var directors = new FlickeringDirectors(size.sidecars + OTHER_SIZE * size.others)) {
            var report = new Membership(options.home(), scratch.folder(), size).measure(machine, directors.all());
            report.report().write(options.out());
            System.out.println(report.report().markdown());
            return report;
        }
    }

    private MembershipReport measure(Machine machine, List<FlickeringDirectors.One> directors)
            throws IOException, InterruptedException {
        try (var large = cluster("large", directors.subList(0, size.sidecars), FIRST_PORT)) {
            var starts = starts(large);
            large.startAll();
            await("all sidecars joined", large::allJoined);
            var others = others(directors.subList(size.sidecars, directors.size()));
            try (var gateway = new WatchingGateway(home, folder, "one", List.of(large))) {
                await("the gateway hears all", () -> gateway.hears(large));
                Thread.sleep(SETTLE);
                var pss = pss(large);
                System.out.println("PSS in KiB: " + pss);
                var heard = changes(large, gateway);
                var one = weigh(gateway);
                return new MembershipReport(machine, size, starts, pss, heard, one, many(large, others));
            }
        }
    }

    private WatchedCluster cluster(String name, List<FlickeringDirectors.One> directors, int port) throws IOException {
        return new WatchedCluster(home, folder, name, directors, port);
    }

    private List<WatchedCluster> others(List<FlickeringDirectors.One> directors) throws IOException {
        var others = new ArrayList<WatchedCluster>();
        for (var index = 0; index < size.others; index++) {
            var first = index * OTHER_SIZE;
            others.add(cluster(
                    "other" + (index + 1),
                    directors.subList(first, first + OTHER_SIZE),
                    FIRST_PORT + 2 * (size.sidecars + first)));
        }
        return others;
    }

    /// Seconds from the start of a sidecar that is alone until it has joined.
    private List<Double> starts(WatchedCluster cluster) throws IOException, InterruptedException {
        var seconds = new ArrayList<Double>();
        for (var index = 0; index < size.starts; index++) {
            var began = ticker.nanos();
            try (var sidecar = cluster.start(0)) {
                await("the sidecar joined", () -> WatchedCluster.joined(sidecar));
                seconds.add((ticker.nanos() - began) / NANOS);
                System.out.printf("start %d: %.2f s%n", index + 1, seconds.getLast());
            }
        }
        return seconds;
    }

    private static List<Long> pss(WatchedCluster cluster) throws IOException {
        var kib = new ArrayList<Long>();
        for (var sidecar : cluster.sidecars()) {
            kib.add(ProcessCost.pssKib(sidecar.pid()));
        }
        return kib;
    }

    /// Milliseconds from a Director's first answer of the new kind to its sidecar until the gateway says so.
    private List<Double> changes(WatchedCluster cluster, WatchingGateway gateway)
            throws IOException, InterruptedException {
        var millis = new ArrayList<Double>();
        var well = new boolean[cluster.size()];
        java.util.Arrays.fill(well, true);
        for (var index = 0; index < size.changes; index++) {
            var which = random.nextInt(cluster.size());
            well[which] = !well[which];
            var word = well[which] ? "healthy" : "unhealthy";
            var director = cluster.one(which);
            director.turn(well[which]);
            await(
                    cluster.director(which) + " is " + word,
                    () -> gateway.word(cluster, which).equals(word));
            millis.add((ticker.nanos() - director.saidAtNanos()) / 1e6);
            Thread.sleep(Duration.ofMillis(50 + random.nextInt(100)));
        }
        return millis;
    }

    /// The same gateway as before, and what it takes with the other clusters.
    private MembershipReport.Weight many(WatchedCluster large, List<WatchedCluster> others)
            throws IOException, InterruptedException {
        var all = new ArrayList<WatchedCluster>();
        all.add(large);
        all.addAll(others);
        try {
            others.forEach(WatchedCluster::startAll);
            for (var cluster : others) {
                await(cluster.name() + " joined", cluster::allJoined);
            }
            try (var gateway = new WatchingGateway(home, folder, "many", all)) {
                for (var cluster : all) {
                    await("the gateway hears " + cluster.name(), () -> gateway.hears(cluster));
                }
                Thread.sleep(SETTLE);
                return weigh(gateway);
            }
        } finally {
            others.forEach(WatchedCluster::close);
        }
    }

    private static MembershipReport.Weight weigh(WatchingGateway gateway) throws IOException, InterruptedException {
        return new MembershipReport.Weight(gateway.heapMib(), gateway.threads());
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        var began = ticker.nanos();
        while (!condition.holds()) {
            if (ticker.nanos() - began > LIMIT.toNanos()) {
                throw new IllegalStateException(what + ": not within " + LIMIT);
            }
            Thread.sleep(POLL);
        }
    }
}
