package dev.usher.gateway.app.quickstart;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A running process of a quickstart. The launcher becomes the Java process, so the PID is the JVM's.
/// *Thread-safe: as [Process] is.*
record Child(Part part, Process process) {

    static Child start(Part part, String launcher, Site site) throws IOException {
        var builder = new ProcessBuilder(part.command(launcher))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        site.output(part.name()).toFile()));
        builder.environment().put("USHER_QUICKSTART_LOCK", site.lock().toString());
        return new Child(part, builder.start());
    }

    long pid() {
        return process.pid();
    }

    /// SIGTERM.
    void ask() {
        process.destroy();
    }

    /// Waits for its end, and makes one when that takes too long.
    void end(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
