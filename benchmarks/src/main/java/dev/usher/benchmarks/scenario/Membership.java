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

    /// Between looks at what takes seconds: the looks take from the cores on which the sidecars start.
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final double NANOS = 1e9;

    /// Below the ports that Linux gives to clients.
    private static final int FIRST_PORT = 21_000;

    private static final int OTHER_SIZE = 3;

    /// How many start at once: each wants a core for more than a second, and who waits long for one joins late.
    private static final int BATCH = 4;

    private final Ticker ticker = Ticker.system();
    private final Random random = new Random(1);
    private final Path home;
    private final Path folder;
    private final Size size;
    private final long beganNanos = ticker.nanos();

    /// How much is measured.
    ///
    /// @param sidecars of the large cluster
    /// @param starts of one sidecar alone
    /// @param others clusters of three that a gateway watches besides
    /// @param falls of each Director
    record Size(int sidecars, int starts, int others, int falls) {

        static final Size FULL = new Size(15, 5, 5, 7);
        static final Size QUICK = new Size(3, 1, 1, 2);
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
            startAll(large);
            var others = others(directors.subList(size.sidecars, directors.size()));
            try (var gateway = new WatchingGateway(home, folder, "one", List.of(large))) {
                await("the gateway hears all", LOOK, () -> gateway.hears(large));
                Thread.sleep(SETTLE);
                var one = weigh(gateway);
                var pss = pss(large);
                say("PSS in KiB: " + pss);
                var heard = words(large, gateway);
                var pssLater = pss(large);
                say("%d words heard; PSS in KiB: %s".formatted(heard.size(), pssLater));
                return new MembershipReport(machine, size, starts, pss, pssLater, heard, one, many(large, others));
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
                await("the sidecar joined", POLL, () -> WatchedCluster.joined(sidecar));
                seconds.add((ticker.nanos() - began) / NANOS);
                say("a lone sidecar joined after %.2f s".formatted(seconds.getLast()));
            }
        }
        return seconds;
    }

    /// The first alone, so that the others find a cluster; then a few at a time.
    private void startAll(WatchedCluster cluster) throws IOException, InterruptedException {
        cluster.startNext(1);
        await(cluster.name() + ": the first joined", LOOK, cluster::allJoined);
        while (!cluster.complete()) {
            cluster.startNext(BATCH);
            await(cluster.name() + ": the next joined", LOOK, cluster::allJoined);
        }
        say(cluster.name() + ": all " + cluster.size() + " joined");
    }

    private static List<Long> pss(WatchedCluster cluster) throws IOException {
        var kib = new ArrayList<Long>();
        for (var sidecar : cluster.sidecars()) {
            kib.add(ProcessCost.pssKib(sidecar.pid()));
        }
        return kib;
    }

    /// Milliseconds of the words that a sidecar says at once: every `unhealthy`, and the first `healthy`.
    /// After further falls a Director must stay well for 1 s, 2 s, 4 s …: awaited while others fall, not measured.
    private List<Double> words(WatchedCluster cluster, WatchingGateway gateway)
            throws IOException, InterruptedException {
        var millis = new ArrayList<Double>();
        for (var fall = 0; fall < size.falls; fall++) {
            for (var which = 0; which < cluster.size(); which++) {
                awaitWord(cluster, gateway, which, true);
                Thread.sleep(Duration.ofMillis(50 + random.nextInt(100)));
                millis.add(change(cluster, gateway, which, false));
                if (fall == 0) {
                    millis.add(change(cluster, gateway, which, true));
                } else {
                    cluster.one(which).turn(true);
                }
            }
        }
        return millis;
    }

    /// Milliseconds from a Director's first answer of the new kind to its sidecar until the gateway says so.
    private double change(WatchedCluster cluster, WatchingGateway gateway, int which, boolean well)
            throws IOException, InterruptedException {
        var director = cluster.one(which);
        director.turn(well);
        awaitWord(cluster, gateway, which, well);
        return (ticker.nanos() - director.saidAtNanos()) / 1e6;
    }

    private void awaitWord(WatchedCluster cluster, WatchingGateway gateway, int which, boolean well)
            throws IOException, InterruptedException {
        var word = well ? "healthy" : "unhealthy";
        await(
                cluster.director(which) + " is " + word,
                POLL,
                () -> gateway.word(cluster, which).equals(word));
    }

    /// What another gateway takes with the other clusters besides.
    private MembershipReport.Weight many(WatchedCluster large, List<WatchedCluster> others)
            throws IOException, InterruptedException {
        var all = new ArrayList<WatchedCluster>();
        all.add(large);
        all.addAll(others);
        try {
            for (var cluster : others) {
                startAll(cluster);
            }
            try (var gateway = new WatchingGateway(home, folder, "many", all)) {
                for (var cluster : all) {
                    await("the gateway hears " + cluster.name(), LOOK, () -> gateway.hears(cluster));
                }
                Thread.sleep(SETTLE);
                return weigh(gateway);
            }
        } finally {
            others.forEach(WatchedCluster::close);
        }
    }

    private MembershipReport.Weight weigh(WatchingGateway gateway) throws IOException, InterruptedException {
        var weight = new MembershipReport.Weight(gateway.heapMib(), gateway.threads());
        say("the gateway takes " + weight);
        return weight;
    }

    /// What has been found so far, for who waits.
    private void say(String what) {
        System.out.printf("%4.0f s: %s%n", (ticker.nanos() - beganNanos) / NANOS, what);
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Duration pause, Condition condition) throws IOException, InterruptedException {
        var began = ticker.nanos();
        while (!condition.holds()) {
            if (ticker.nanos() - began > LIMIT.toNanos()) {
                throw new IllegalStateException(what + ": not within " + LIMIT);
            }
            Thread.sleep(pause);
        }
    }
}
