package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Starts the processes of a quickstart, tells when one of them ends, and stops them in the right order: first the
/// door,
/// then the sidecars, then the Directors. It starts nothing again by itself: seeing a Director die is what a quickstart
/// is for.
///
/// *Thread-safe: the list of children under a lock; stopping comes from a signal's thread.*
final class Supervisor {

    private static final long GATEWAY_SECONDS = 6;
    private static final long SIDECAR_SECONDS = 5;
    private static final long DIRECTOR_SECONDS = 1;

    private final String launcher;
    private final Site site;
    private final PrintStream out;
    private final List<Child> children = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    Supervisor(String launcher, Site site, PrintStream out) {
        this.launcher = launcher;
        this.site = site;
        this.out = out;
    }

    /// The gateway, which is waited for, and the Directors. A sidecar comes as soon as it can enrol.
    void start(Ports ports) throws IOException {
        start(Part.gateway(site));
        for (var number = 1; number <= Ports.DIRECTORS; number++) {
            start(Part.director(ports, number));
        }
    }

    void start(Part part) throws IOException {
        synchronized (children) {
            if (stopping.getCount() > 0) {
                site.write(site.restart(part.name()), part.restart(launcher, site), "rwx------");
                children.add(Child.start(part, launcher, site));
            }
        }
    }

    List<Child> children() {
        synchronized (children) {
            return List.copyOf(children);
        }
    }

    /// Waits a moment; true when it is time to stop.
    boolean stoppedWithin(long millis) throws InterruptedException {
        return stopping.await(millis, TimeUnit.MILLISECONDS);
    }

    /// Says when a child ends while it is not meant to.
    void watch() {
        for (var child : children()) {
            child.process().onExit().thenAccept(_ -> {
                if (stopping.getCount() > 0) {
                    out.println("usher: " + child.part().name() + " (PID " + child.pid()
                            + ") ended. It starts again by "
                            + Shell.word(site.restart(child.part().name()).toString()));
                }
            });
        }
    }

    void stop() throws InterruptedException {
        synchronized (children) {
            stopping.countDown();
        }
        stop("gateway", GATEWAY_SECONDS);
        stop("sidecar", SIDECAR_SECONDS);
        stop("director", DIRECTOR_SECONDS);
        stopStrangers();
    }

    private void stop(String kind, long seconds) throws InterruptedException {
        var asked = children().stream()
                .filter(child -> child.part().name().startsWith(kind))
                .toList();
        asked.forEach(Child::ask);
        for (var child : asked) {
            child.end(seconds);
        }
    }

    /// Processes that were started again by hand end by themselves when the lock is released; one that is stopped
    /// (SIGSTOP) cannot see that.
    private void stopStrangers() {
        try (var lines = Files.lines(site.environment())) {
            lines.filter(line -> line.matches("USHER_[A-Z0-9_]+_PID=\\d+"))
                    .map(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(this::belongsHere)
                    .forEach(ProcessHandle::destroyForcibly);
        } catch (IOException _) {
            // No such file yet, so nothing was started by it.
        }
    }

    private boolean belongsHere(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(QuickstartLock.flag(site.lock())))
                .orElse(false);
    }

    /// The last lines of what a process said, for the user to see why it ended.
    static String lastWords(Path output) throws IOException {
        var lines = Files.readAllLines(output);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
