package dev.usher.gateway.app.quickstart;

import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `usher quickstart`: the supervisor process. It runs until SIGTERM or Ctrl-C, which stop everything and end it with
/// 0.
@Command(
        name = "quickstart",
        description = "Starts three sample Directors, their sidecars and a gateway on this machine, to try Usher out.",
        mixinStandardHelpOptions = true)
public final class QuickstartCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int KNOCK_MILLIS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final PrintStream out = System.out;
    private final PrintStream problems = System.err;
    private final Ticker ticker = Ticker.system();

    /// Held for as long as this process lives: the others end when it is released.
    private @Nullable FileLock lock;

    /// Whether it ends by itself; a signal is a good end.
    private volatile boolean failed;

    @Option(names = "--port-offset", paramLabel = "N", description = "Shifts all ports by N (default: 0).")
    private int portOffset;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where everything is written (default: a fresh temporary directory).")
    private @Nullable Path dataDirectory;

    @Override
    public Integer call() throws IOException, GeneralSecurityException, InterruptedException {
        var started = ticker.nanos();
        Ports ports;
        try {
            ports = new Ports(portOffset);
        } catch (IllegalArgumentException wrong) {
            problems.println("usher: " + wrong.getMessage());
            return USAGE;
        }
        var taken = ports.taken();
        if (taken != null) {
            problems.println(
                    "usher: " + taken + " is in use. Stop what listens there, or shift all ports: usher quickstart"
                            + " --port-offset " + (portOffset + 1000));
            return FAILED;
        }
        var site = Site.open(dataDirectory);
        lock = QuickstartLock.hold(site.lock());
        if (lock == null) {
            problems.println("usher: --data-dir: " + site.root() + " is in use by another quickstart");
            return FAILED;
        }
        return run(ports, site, started);
    }

    private int run(Ports ports, Site site, long started)
            throws IOException, GeneralSecurityException, InterruptedException {
        out.println("Starting three Directors, three sidecars and a gateway; their logs are in " + site.root());
        Files.deleteIfExists(site.environment());
        var supervisor = new Supervisor(launcher(), site, out);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(supervisor), "stop"));
        var scene = Scene.prepare(ports, site);
        supervisor.start(ports);
        var founding = new Founding(scene, number -> supervisor.start(Part.sidecar(site, number)));
        if (!awaitReady(supervisor, site, founding)) {
            failed = true;
            return FAILED;
        }
        var seconds = TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - started) / 1000.0;
        var token = founding.token();
        site.write(site.environment(), EnvironmentFile.render(scene.addresses(token), supervisor.children(), site));
        new Welcome(ports, site, token, scene.admin().reveal()).print(out, seconds);
        supervisor.watch();
        while (!supervisor.stoppedWithin(Integer.MAX_VALUE)) {
            // Until a signal.
        }
        return 0;
    }

    /// True once a request has passed through each Director; false, with the reason told, when that cannot be, or when
    /// a
    /// signal came first.
    private boolean awaitReady(Supervisor supervisor, Site site, Founding founding)
            throws IOException, GeneralSecurityException, InterruptedException {
        var begun = ticker.nanos();
        while (!founding.done()) {
            for (var child : supervisor.children()) {
                if (!child.process().isAlive()) {
                    var name = child.part().name();
                    problems.println("usher: " + name + " ended at once; what it said last, from " + site.output(name)
                            + ":\n" + Supervisor.lastWords(site.output(name)));
                    return false;
                }
            }
            if (ticker.nanos() - begun > PATIENCE_NANOS) {
                problems.println("usher: not ready after three minutes: " + founding.missing() + "; see "
                        + site.output("gateway"));
                return false;
            }
            if (supervisor.stoppedWithin(KNOCK_MILLIS)) {
                return false;
            }
        }
        return true;
    }

    private static String launcher() {
        var launcher = System.getProperty("usher.launcher");
        if (launcher == null) {
            throw new IllegalStateException("usher.launcher: missing (expected: a start by gateway/bin/usher)");
        }
        return launcher;
    }

    /// Runs when the process ends, by a signal or by itself. A signal alone would end it with another code than 0.
    private void end(Supervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(failed ? FAILED : 0);
    }
}
