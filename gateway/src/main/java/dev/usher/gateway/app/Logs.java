package dev.usher.gateway.app;

import dev.usher.gateway.core.config.LogSettings;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The process's own log, on standard error: a line an event, as text or as JSON.
final class Logs {

    private static final Logger ROOT = Logger.getLogger("");
    /// Held here, as a logger that nobody holds loses its level with the garbage.
    private static final Logger OURS = Logger.getLogger("dev.usher");

    /// Its clients warn of each connection that ends, with a stack trace; what that means is told by the roster's
    /// watch. Held here, since the log keeps only weak references.
    private static final Logger HAZELCAST = Logger.getLogger("com.hazelcast");

    private Logs() {}

    /// Writes our own events from INFO on and those of the libraries from WARNING on.
    static void install(LogSettings.Format format) {
        for (var handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        var handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        handler.setFormatter(formatter(format));
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
        HAZELCAST.setLevel(Level.SEVERE);
    }

    /// Writes an event in one line, whatever strangers had put into it.
    static Formatter formatter(LogSettings.Format format) {
        return switch (format) {
            case TEXT -> new Text();
            case JSON -> new Json();
        };
    }

    private static String time(LogRecord event) {
        return event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String level(LogRecord event) {
        int level = event.getLevel().intValue();
        return level >= Level.SEVERE.intValue() ? "ERROR" : level >= Level.WARNING.intValue() ? "WARN" : "INFO";
    }

    private static String stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static final class Text extends Formatter {

        @Override
        public String format(LogRecord event) {
            var line = time(event) + " " + level(event) + " " + Printable.line(formatMessage(event)) + "\n";
            var thrown = event.getThrown();
            return thrown == null ? line : line + Printable.lines(stack(thrown));
        }
    }

    private static final class Json extends Formatter {

        @Override
        public String format(LogRecord event) {
            var line = new JsonObject()
                    .put("time", time(event))
                    .put("level", level(event))
                    .put("logger", event.getLoggerName())
                    .put("message", formatMessage(event));
            var thrown = event.getThrown();
            if (thrown != null) {
                line.put("stack", stack(thrown));
            }
            return line.encode() + "\n";
        }
    }
}
