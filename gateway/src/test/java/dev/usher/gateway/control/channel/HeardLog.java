package dev.usher.gateway.control.channel;

import dev.usher.gateway.testkit.Faults;
import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a package of this process logs at WARNING and above while it is listened to.
final class HeardLog extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private HeardLog(Logger logger) {
        this.logger = logger;
    }

    static HeardLog of(String name) {
        var heard = new HeardLog(Logger.getLogger(name));
        heard.setLevel(java.util.logging.Level.WARNING);
        heard.logger.addHandler(heard);
        return heard;
    }

    List<String> lines() {
        return lines;
    }

    void await(String part) {
        Faults.until(
                "a warning with: " + part + " in " + lines, () -> lines.stream().anyMatch(line -> line.contains(part)));
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            var text = String.valueOf(entry.getMessage());
            var values = entry.getParameters();
            lines.add(values == null ? text : MessageFormat.format(text, values));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
