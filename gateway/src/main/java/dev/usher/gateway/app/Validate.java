package dev.usher.gateway.app;

import dev.usher.gateway.core.config.Configuration;
import dev.usher.membership.settings.ConfigException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `usher validate FILE`: every mistake of a gateway's configuration at once.
@Command(
        name = "validate",
        description = "Checks a gateway's configuration and tells every mistake in it.",
        mixinStandardHelpOptions = true)
final class Validate implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The configuration, as in config/gateway.yaml.")
    private Path file = Path.of("");

    Validate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            var loaded = Configuration.load(file);
            loaded.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
            var configuration = loaded.value();
            terminal.out()
                    .println(
                            file + ": valid (" + count(configuration.listeners().size(), "listener") + ", "
                                    + count(configuration.clusters().size(), "cluster") + ")");
            return 0;
        } catch (ConfigException mistakes) {
            terminal.err().println(mistakes.getMessage());
            terminal.err().println(file + ": " + count(mistakes.mistakes().size(), "mistake"));
            return Usher.BAD_CONFIGURATION;
        }
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
