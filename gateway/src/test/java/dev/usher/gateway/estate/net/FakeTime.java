package dev.usher.gateway.estate.net;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.membership.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/// Other times of day for processes that run, by libfaketime; their monotonic clocks stay true.
final class FakeTime {

    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private static final Pattern WRITTEN = Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    private static final Duration NEAR = Duration.ofMinutes(30);

    private final Path folder;

    /// @param folder for the files that hold the times
    FakeTime(Path folder) {
        this.folder = folder.toAbsolutePath();
        if (!Files.exists(LIBRARY)) {
            throw new IllegalStateException(LIBRARY + " (expected: the package libfaketime)");
        }
    }

    /// What goes before the command of a process, so that its time can be changed later.
    List<String> words(String name) {
        jump(name, "+0");
        return List.of(
                "env",
                "LD_PRELOAD=" + LIBRARY,
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                // Otherwise every timed wait of a JVM ends at once.
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_TIMESTAMP_FILE=" + file(name));
    }

    /// Changes the time of that process by so much, as in `+3h`, against the true one.
    void jump(String name, String offset) {
        Certificates.write(file(name), offset + "\n");
    }

    /// Whether a log has a line that was written at a time hours away from the true one, or else near to it.
    static boolean shows(String log, boolean far) {
        var now = LocalDateTime.ofInstant(Instant.ofEpochMilli(Ticker.system().epochMillis()), ZoneId.systemDefault());
        return WRITTEN.matcher(log)
                .results()
                .map(time -> LocalDateTime.parse(time.group()))
                .anyMatch(time -> Duration.between(time, now).abs().compareTo(NEAR) > 0 == far);
    }

    private Path file(String name) {
        return folder.resolve(name + ".time");
    }
}
