package dev.usher.membership.app;

import dev.usher.membership.channel.GrpcChannels;
import dev.usher.membership.config.SidecarSettings;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.settings.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

    private static final Duration FAREWELL = Duration.ofSeconds(8);
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
            var director = settings.self(file, named, Sidecar::local);
            var taken = taken(settings, director);
            if (taken != null) {
                mistakes.println(taken);
                return FAILED;
            }
            if (HAZELCAST.getLevel() == null) {
                HAZELCAST.setLevel(java.util.logging.Level.WARNING);
                CONNECTIONS.setLevel(java.util.logging.Level.SEVERE);
            }
            return attend(settings, director, mistakes);
        } catch (ConfigException e) {
            mistakes.println(e.getMessage());
            return BAD_CONFIGURATION;
        } catch (UnknownHostException e) {
            mistakes.println("address of the Director: " + e.getMessage() + " (expected: a name that has an address)");
            return FAILED;
        }
    }

    private static int attend(SidecarSettings settings, String director, PrintStream mistakes) {
        try (var folder = DataFolder.open(settings.dataDir(), director)) {
            var attendant = new Attendant(settings, director, GrpcChannels::open, folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(attendant), "ending"));
            attendant.start();
            new CompletableFuture<>().join(); // Only a signal ends it.
            return FAILED;
        } catch (IOException e) {
            mistakes.println("data_dir: " + settings.dataDir().resolve(director) + ": " + words(e));
            return FAILED;
        }
    }

    /// A process that ends by a signal in good order ends with 0; the exit of a Java process alone would tell the
    /// signal.
    private static void end(Attendant attendant) {
        attendant.stop(FAREWELL);
        Runtime.getRuntime().halt(0);
    }

    /// Why Hazelcast could not listen here, which no waiting would mend, or null.
    private static @Nullable String taken(SidecarSettings settings, String director) throws UnknownHostException {
        var cluster = settings.cluster();
        if (cluster == null) {
            return null;
        }
        for (var self : cluster.directors()) {
            var address = self.name().equals(director) ? InetAddress.getByName(self.address()) : null;
            var last = cluster.security() instanceof Security.Plaintext ? self.clientPort() : self.port();
            for (int port = self.port(); address != null && port <= last; port++) {
                try (var _ = new ServerSocket(port, 1, address)) {
                    LOG.log(Level.DEBUG, "port {0} of {1} is free", port, address);
                } catch (IOException e) {
                    return "port " + port + " of " + self.address() + ": " + e.getMessage()
                            + " (expected: a free port on an address of this machine)";
                }
            }
        }
        return null;
    }

    private static String words(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException _ -> "a file (expected: a folder)";
            case AccessDeniedException denied -> "no access to " + denied.getFile() + " (expected: a writable folder)";
            default -> String.valueOf(e.getMessage());
        };
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
