package dev.usher.gateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/// Sees from outside what kept the event loops of another JVM for long, by its flight recorder: tasks and I/O events,
/// each as a whole.
public final class LoopWatch {

    private static final String NAME = "loops";
    private static final String UNIT = "jdk.MethodTrace";
    private static final String UNITS = "io.netty.util.concurrent.AbstractEventExecutor::runTask;"
            + "io.netty.channel.epoll.EpollIoHandler$DefaultEpollIoRegistration::handle";
    private final JavaProcess process;
    private final Path file;

    /// One task or I/O event.
    ///
    /// @param unit the method that it is
    /// @param beganMillis by the wall clock
    /// @param millis how long it took
    /// @param pausedMillis how much of that the garbage collector had
    public record Held(String thread, String unit, long beganMillis, long millis, long pausedMillis) {}

    private LoopWatch(JavaProcess process, Path file) {
        this.process = process;
        this.file = file;
    }

    /// Notes from now on all that takes `limit` or longer.
    public static LoopWatch start(JavaProcess process, Path file, Duration limit) throws IOException {
        var settings = Files.writeString(file.resolveSibling("loops.jfc"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <configuration version="2.0">
                  <event name="jdk.MethodTrace">
                    <setting name="enabled">true</setting>
                    <setting name="threshold">%d ms</setting>
                    <setting name="filter">%s</setting>
                  </event>
                  <event name="jdk.GCPhasePause">
                    <setting name="enabled">true</setting>
                    <setting name="threshold">0 ms</setting>
                  </event>
                </configuration>
                """.formatted(limit.toMillis(), UNITS));
        jcmd(process, "JFR.start", "name=" + NAME, "settings=" + settings.toAbsolutePath());
        return new LoopWatch(process, file);
    }

    /// What it noted until now, which ends it.
    public List<Held> stop() throws IOException {
        jcmd(process, "JFR.stop", "name=" + NAME, "filename=" + file.toAbsolutePath());
        var units = new ArrayList<RecordedEvent>();
        var pauses = new ArrayList<RecordedEvent>();
        for (var event : RecordingFile.readAllEvents(file)) {
            (event.getEventType().getName().equals(UNIT) ? units : pauses).add(event);
        }
        return units.stream().map(unit -> held(unit, pauses)).toList();
    }

    private static Held held(RecordedEvent unit, List<RecordedEvent> pauses) {
        var paused = pauses.stream()
                .filter(pause -> pause.getEndTime().isAfter(unit.getStartTime())
                        && pause.getStartTime().isBefore(unit.getEndTime()))
                .mapToLong(pause -> pause.getDuration().toNanos())
                .sum();
        var thread = unit.getThread("eventThread");
        return new Held(
                thread.getJavaName() + "#" + thread.getJavaThreadId(),
                unit.<RecordedMethod>getValue("method").getName(),
                unit.getStartTime().toEpochMilli(),
                unit.getDuration().toMillis(),
                TimeUnit.NANOSECONDS.toMillis(paused));
    }

    private static void jcmd(JavaProcess process, String... words) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(process.pid()));
        command.addAll(List.of(words));
        try {
            var said = Files.createTempFile("jcmd", ".log");
            var jcmd = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            var ended = jcmd.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            var text = Files.readString(said);
            Files.delete(said);
            if (ended.exitValue() != 0 || text.contains("Warning")) {
                throw new IllegalStateException(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
