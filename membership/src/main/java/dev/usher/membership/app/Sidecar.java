package dev.usher.membership.app;

import dev.usher.membership.config.SidecarSettings;
import dev.usher.membership.settings.ConfigException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `usher sidecar FILE [--director NAME]`: stands beside one Director until it is told to end.
public final class Sidecar {

    private static final System.Logger LOG = System.getLogger(Sidecar.class.getName());

    /// Hazelcast tells in great detail what is normal, and each cut connection with a stack trace. Held here, since the
    /// log
    /// keeps only weak references.
    private static final Logger HAZELCAST = Logger.getLogger("com.hazelcast");

    private static final Logger CONNECTIONS = Logger.getLogger("com.hazelcast.internal.server.tcp");

    private static final Duration FAREWELL = Duration.ofSeconds(4);
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int BAD_CONFIGURATION = 78;

    private Sidecar() {}

    public static void main(String[] args) {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$-7s %5$s%6$s%n");
        }
        var named = args.length == 3 && args[1].equals("--director");
        if (args.length != 1 && !named) {
            System.err.println("usage: sidecar FILE [--director NAME]");
            System.exit(USAGE);
        }
        System.exit(run(Path.of(args[0]), named ? args[2] : null, System.err));
    }

    /// Runs until SIGTERM or SIGINT, which end the process with 0. Returns only when it cannot go on, with the exit
    /// code.
    ///
    /// @param named the Director's name from the command line, if it was given
    /// @param mistakes where mistakes in the file are told
    public static int run(Path file, @Nullable String named, PrintStream mistakes) {
        try {
            var loaded = SidecarSettings.read(file);
            loaded.warnings().forEach(warning -> LOG.log(Level.WARNING, "{0}", warning));
            var settings = loaded.value();
            var self = settings.self(file, named, Sidecar::local);
            if (HAZELCAST.getLevel() == null) {
                HAZELCAST.setLevel(java.util.logging.Level.WARNING);
                CONNECTIONS.setLevel(java.util.logging.Level.SEVERE);
            }
            return attend(new Attendant(settings, self, InetAddress.getByName(self.address())));
        } catch (ConfigException e) {
            mistakes.println(e.getMessage());
            return BAD_CONFIGURATION;
        } catch (UnknownHostException e) {
            mistakes.println("address of the Director: " + e.getMessage() + " (expected: a name that has an address)");
            return FAILED;
        }
    }

    private static int attend(Attendant attendant) {
        var ending = new Thread(() -> end(attendant), "ending");
        Runtime.getRuntime().addShutdownHook(ending);
        attendant.start();
        var problem = attendant.problem().join();
        Runtime.getRuntime().removeShutdownHook(ending);
        attendant.stop(FAREWELL);
        LOG.log(Level.ERROR, "{0}", problem);
        return FAILED;
    }

    /// A process that ends by a signal in good order ends with 0; the exit of a Java process alone would tell the
    /// signal.
    private static void end(Attendant attendant) {
        attendant.stop(FAREWELL);
        Runtime.getRuntime().halt(0);
    }

    private static boolean local(String address) {
        try {
            var resolved = InetAddress.getByName(address);
            return resolved.isLoopbackAddress() || NetworkInterface.getByInetAddress(resolved) != null;
        } catch (UnknownHostException | SocketException _) {
            return false;
        }
    }
}
