package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.load.IdleConnections;
import dev.usher.benchmarks.load.Target;
import dev.usher.benchmarks.report.Machine;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The scenario `footprint`: what the gateway takes to start, to wait, and for each connection that only waits.
public final class Footprint {

    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final double NANOS = 1e9;
    private static final int DIRECTORS = 3;
    private static final int STARTS = 5;
    private static final int CONNECTIONS = 5_000;
    private static final int WARM_UP = 500;
    private static final int QUICK_STARTS = 2;
    private static final int QUICK_CONNECTIONS = 500;

    private final Ticker ticker = Ticker.system();
    private final Site site;
    private final int starts;
    private final int connections;

    private Footprint(Site site, boolean quick) {
        this.site = site;
        this.starts = quick ? QUICK_STARTS : STARTS;
        this.connections = quick ? QUICK_CONNECTIONS : CONNECTIONS;
    }

    /// `--home DIR --out DIR [--quick]`, as `benchmarks/bin/footprint` calls it.
    public static void main(String[] args) throws IOException, InterruptedException {
        run(Options.parse(args));
        System.exit(0);
    }

    static FootprintReport run(Options options) throws IOException, InterruptedException {
        var machine = Machine.here(options.home(), StubChild.availableCores());
        try (var scratch = Scratch.create("footprint");
                var directors = StubChild.start(scratch.folder(), DIRECTORS)) {
            var site = Site.prepare(options.home(), scratch.folder(), directors.firstLine());
            var footprint = new Footprint(site, options.pace().equals(Pace.QUICK));
            var report = footprint.measure(machine);
            report.report().write(options.out());
            System.out.println(report.report().markdown());
            return report;
        }
    }

    private FootprintReport measure(Machine machine) throws IOException, InterruptedException {
        var cpu = new ArrayList<Double>();
        var wall = new ArrayList<Double>();
        for (var index = 0; index < starts; index++) {
            var began = ticker.nanos();
            var usher = Usher.start(site, Child.ANY_CORE);
            try (var process = usher.child()) {
                awaitListening(usher, process);
                wall.add((ticker.nanos() - began) / NANOS);
                cpu.add(ProcessCost.cpuSeconds(process.pid()));
                System.out.printf("start %d: %.2f s, CPU %.2f s%n", index + 1, wall.getLast(), cpu.getLast());
            }
        }
        var usher = Usher.start(site, Child.ANY_CORE);
        try (var process = usher.child();
                var correctness = new Correctness(site)) {
            correctness.await(usher);
            Thread.sleep(SETTLE);
            var idle = ProcessCost.pssKib(process.pid());
            return new FootprintReport(machine, cpu, wall, idle, connections, held(usher, process.pid()));
        }
    }

    private FootprintReport.Held held(Candidate usher, long pid) throws IOException, InterruptedException {
        try (var idle = new IdleConnections(site.request().bytes())) {
            var target = Target.tls(usher.tlsPort());
            idle.open(target, WARM_UP);
            collect(pid);
            Thread.sleep(SETTLE);
            var before = ProcessCost.pssKib(pid);
            idle.open(target, connections);
            Thread.sleep(SETTLE);
            var after = ProcessCost.pssKib(pid);
            collect(pid);
            var collected = ProcessCost.pssKib(pid);
            var expected = WARM_UP + connections;
            if (idle.alive() != expected) {
                throw new IllegalStateException(
                        "idle connections: " + idle.alive() + " alive (expected: " + expected + ")");
            }
            return new FootprintReport.Held(before, after, collected);
        }
    }

    private void awaitListening(Candidate usher, Child process) throws InterruptedException {
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), usher.tlsPort())) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                process.mustLive();
                Thread.sleep(POLL);
            }
        }
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var exit = new ProcessBuilder(List.of(jcmd, Long.toString(pid), "GC.run"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("jcmd GC.run: ended with " + exit + " (expected: 0)");
        }
    }
}
