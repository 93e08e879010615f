package dev.usher.benchmarks.report;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One result: written as `NAME.json` with every sample and as `NAME.md` for people. *Immutable.*
///
/// `method` and `body` are Markdown; `data` is what the body was made from.
public record Report(String name, String title, String method, String body, Machine machine, JsonObject data) {

    /// Writes both files into `folder`, over older ones.
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), markdown());
        Files.writeString(folder.resolve(name + ".json"), json().encodePrettily() + "\n");
    }

    /// The report as people read it.
    public String markdown() {
        return "# " + title + "\n\n" + body.strip() + "\n\n## Method\n\n" + method.strip() + "\n\n## Machine\n\n"
                + machine.markdown();
    }

    JsonObject json() {
        return new JsonObject()
                .put("title", title)
                .put("machine", machine.json())
                .put("method", method)
                .mergeIn(data);
    }
}
