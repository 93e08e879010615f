package dev.usher.gateway.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// `usher version`, and what `--version` prints.
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class Version implements Runnable, IVersionProvider {

    /// Written into the jar by the build.
    private static final String BUILT = "/META-INF/maven/dev.usher/usher-gateway/pom.properties";

    private final Terminal terminal;

    /// For `--version`.
    Version() {
        this(Terminal.system());
    }

    Version(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The version of this build; `development` where it runs from classes without a jar.
    static String current() {
        try (var stream = Version.class.getResourceAsStream(BUILT)) {
            var built = new Properties();
            if (stream != null) {
                built.load(stream);
            }
            return built.getProperty("version", "development");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"usher " + current() + " (Java " + Runtime.version() + ")"};
    }

    @Override
    public void run() {
        terminal.out().println(getVersion()[0]);
    }
}
