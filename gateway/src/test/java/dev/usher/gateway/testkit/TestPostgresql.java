package dev.usher.gateway.testkit;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.membership.settings.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of a test's own, from the system's package, in a folder that goes with it. *Confined to one thread.*
public final class TestPostgresql implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String PASSWORD = "pa55-of-the-test";

    private final Path folder;
    private final Path programs;
    private final int port = new Ports().one();
    private @Nullable Process process;
    private int databases;

    private TestPostgresql(Path folder, Path programs) {
        this.folder = folder;
        this.programs = programs;
    }

    public static TestPostgresql start() throws IOException {
        var folder = Files.createTempDirectory(
                "postgresql", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        var server = new TestPostgresql(folder, programs());
        var password = Files.writeString(folder.resolve("password"), PASSWORD);
        perform(List.of("chown", "-R", user(), folder.toString()));
        perform(server.command(
                "initdb",
                "-D",
                server.data(),
                "-U",
                "usher",
                "-A",
                "scram-sha-256",
                "--pwfile",
                password.toString(),
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync"));
        server.run();
        return server;
    }

    private static Path programs() throws IOException {
        try (var versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException(VERSIONS + " (expected: initdb in it)"));
        }
    }

    /// It refuses to be root.
    private static String user() {
        var user = System.getProperty("user.name");
        return user.equals("root") ? "postgres" : user;
    }

    private List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /// Starts it, again after [#kill], and returns once it answers.
    public void run() {
        Eventually.holds("PostgreSQL answers", LIMIT, () -> {
            var running = process;
            if (running == null || !running.isAlive()) {
                process = launch();
            }
            return answers();
        });
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command(
                            "postgres",
                            "-D",
                            data(),
                            "-p",
                            String.valueOf(port),
                            "-k",
                            folder.toString(),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "max_connections=40",
                            "-c",
                            "recovery_init_sync_method=syncfs"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private boolean answers() {
        try (var _ = connect("postgres")) {
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    /// With SIGKILL, as if the machine had lost its power.
    public void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /// A database of its own, without tables.
    public Place.Postgresql database() throws SQLException {
        var name = "usher" + databases++;
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new Place.Postgresql("127.0.0.1", port, name, "usher", new Secret(PASSWORD), Map.of());
    }

    /// `place` as a configuration file names it.
    public static String url(Place.Postgresql place) {
        return "postgresql://" + place.user() + ":" + PASSWORD + "@" + place.host() + ":" + place.port() + "/"
                + place.database();
    }

    public Connection connect(Place.Postgresql place) throws SQLException {
        return connect(place.database());
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "usher", PASSWORD);
    }

    @Override
    public void close() throws IOException {
        kill();
        Eventually.holds("its folder is gone", LIMIT, this::removed);
    }

    /// Processes that outlive it for a moment may still write.
    private boolean removed() {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    private static void perform(List<String> command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end well");
            }
        } catch (InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
