package dev.usher.gateway.estate;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The gateway's access log, by request id. *Immutable.*
public final class AccessBook {

    private final Map<String, Line> byId = new HashMap<>();
    private final List<Line> lines;

    /// One request as the gateway saw it.
    ///
    /// @param atMillis when its first byte came
    /// @param director the one it was given to last
    public record Line(
            String id,
            long atMillis,
            int status,
            @Nullable String director,
            int retries,
            @Nullable String cause,
            @Nullable String detail) {}

    private AccessBook(List<Line> lines) {
        this.lines = lines;
        lines.forEach(line -> byId.put(line.id, line));
    }

    public static AccessBook read(Path file) {
        return new AccessBook(Ledger.lines(file).stream().map(AccessBook::line).toList());
    }

    private static Line line(String text) {
        var json = new JsonObject(text);
        return new Line(
                json.getString("request_id", ""),
                Instant.parse(json.getString("time")).toEpochMilli(),
                json.getInteger("status"),
                json.getString("director"),
                json.getInteger("retries"),
                json.getString("cause"),
                json.getString("detail"));
    }

    public @Nullable Line of(String id) {
        return byId.get(id);
    }

    public List<Line> lines() {
        return lines;
    }

    /// Whether two lines speak of one request.
    public boolean repeats() {
        return byId.size() < lines.size();
    }
}
