package dev.usher.gateway.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Hears what Netty's leak detector has to say.
final class Leaks extends Handler {

    private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

    // Held, as the logging system itself holds its loggers weakly.
    private static final Logger DETECTOR = Logger.getLogger("io.netty.util.ResourceLeakDetector");

    static {
        DETECTOR.addHandler(new Leaks());
    }

    private Leaks() {}

    /// The leaks found so far in this process.
    static List<String> reports() {
        return REPORTS;
    }

    @Override
    public void publish(LogRecord entry) {
        REPORTS.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
