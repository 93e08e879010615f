package dev.usher.gateway.app;

import dev.usher.membership.app.Sidecar;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `usher sidecar FILE`: stands beside one Director until it is told to end.
@Command(
        name = "sidecar",
        description = "Stands beside one Director: checks it, and tells its cluster how it is.",
        mixinStandardHelpOptions = true)
final class SidecarCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The cluster's sidecar file.")
    private Path file = Path.of("");

    @Option(
            names = "--director",
            paramLabel = "NAME",
            description = "The Director, where the file and its addresses do not tell.")
    private @Nullable String director;

    @Override
    public Integer call() {
        return Sidecar.run(file, director, System.err);
    }
}
