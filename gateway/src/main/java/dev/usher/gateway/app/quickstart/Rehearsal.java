package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// A whole quickstart in one process, for the AOT cache to learn from: Directors, sidecars, gateway, a few requests, a
/// command.
/// Then the process ends, and Java writes the cache. The launcher runs it once after a build; what it cannot reach
/// within
/// its time is simply not in the cache.
@Command(name = "rehearse", hidden = true, description = "Runs a quickstart in this one process, and ends.")
public final class Rehearsal implements Callable<Integer> {

    private static final int OFFSET = 30_000;
    private static final int OFFSET_STEP = 100;
    private static final int OFFSETS = 100;
    private static final int KNOCKS = 200;
    private static final int KNOCK_MILLIS = 100;

    private final Consumer<String[]> usher;

    @Parameters(paramLabel = "DIR", description = "Where it writes.")
    private Path directory = Path.of("");

    /// @param usher the `main` of the command line
    public Rehearsal(Consumer<String[]> usher) {
        this.usher = usher;
    }

    @Override
    public Integer call() throws IOException, GeneralSecurityException, InterruptedException {
        var site = Site.open(directory);
        var ports = IntStream.range(0, OFFSETS)
                .mapToObj(step -> new Ports(OFFSET + step * OFFSET_STEP))
                .filter(each -> each.taken() == null)
                .findFirst()
                .orElseThrow();
        var scene = Scene.prepare(ports, site);
        perform(Part.gateway(site));
        for (var number = 1; number <= Ports.DIRECTORS; number++) {
            perform(Part.director(ports, number));
        }
        var founding = new Founding(scene, number -> perform(Part.sidecar(site, number)));
        var pause = new CountDownLatch(1);
        for (var count = 0; count < KNOCKS && !founding.done(); count++) {
            pause.await(KNOCK_MILLIS, TimeUnit.MILLISECONDS);
        }
        usher.accept(new String[] {"validate", site.gateway().toString()});
        return 0;
    }

    private void perform(Part part) {
        var arguments = part.arguments();
        Thread.ofPlatform().daemon().name(part.name()).start(() -> {
            if (arguments.getFirst().equals("director")) {
                direct(arguments.subList(1, arguments.size()).toArray(String[]::new));
            } else {
                usher.accept(arguments.toArray(String[]::new));
            }
        });
    }

    private static void direct(String[] arguments) {
        try {
            SampleDirector.main(arguments);
        } catch (IOException | InterruptedException wrong) {
            throw new IllegalStateException("director", wrong);
        }
    }
}
