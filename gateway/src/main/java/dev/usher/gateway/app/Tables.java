package dev.usher.gateway.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the management API shows, for people.
final class Tables {

    private static final String NOTHING = "-";

    private Tables() {}

    static String status(JsonObject status) {
        var rows = new ArrayList<List<String>>();
        status.forEach(entry -> rows.add(List.of(entry.getKey(), word(entry.getValue()))));
        return Columns.of(rows);
    }

    static String directors(JsonArray directors) {
        return of(
                List.of("NAME", "CLUSTER", "STATE", "IN FLIGHT", "VERSION", "SIDECAR", "ADDRESS", "REASON"),
                directors,
                Tables::director);
    }

    /// One that is in no cluster has no place there, and nobody looks at its health.
    private static List<String> director(JsonObject director) {
        var health = director.getJsonObject("health");
        return List.of(
                word(director.getString("name")),
                word(director.getString("cluster")),
                word(director.getString("state")),
                word(director.getInteger("in_flight")),
                word(director.getString("version")),
                word(director.getString("connection")),
                word(director.getString("address")),
                health == null ? "" : health.getString("reason", ""));
    }

    static String clusters(JsonArray clusters) {
        return of(List.of("NAME", "TYPE", "STATUS", "DIRECTORS", "QUORUM"), clusters, Tables::cluster);
    }

    private static List<String> cluster(JsonObject cluster) {
        var quorum = cluster.getJsonObject("quorum");
        return List.of(
                cluster.getString("name"),
                cluster.getString("type"),
                cluster.getBoolean("enabled") ? "enabled" : "disabled",
                cluster.getInteger("directors_up") + " up " + cluster.getInteger("directors_down") + " down",
                quorum.getInteger("have") + " of " + quorum.getInteger("need") + " needed"
                        + (quorum.getBoolean("ok") ? "" : ", lost"));
    }

    static String devices(JsonArray devices) {
        return of(
                List.of("NAME", "TYPE", "CLUSTER", "DIRECTOR"),
                devices,
                device -> List.of(
                        word(device.getString("name")),
                        word(device.getString("type")),
                        word(device.getString("cluster")),
                        word(device.getString("director"))));
    }

    static String activity(JsonArray entries) {
        return of(
                List.of("WHEN", "WHO", "FROM", "WHAT", "OBJECT", "DESCRIPTION"),
                entries,
                entry -> List.of(
                        word(entry.getString("created_at")),
                        word(entry.getString("user")),
                        word(entry.getString("user_ip")),
                        word(entry.getString("action")),
                        word(entry.getString("object")),
                        word(entry.getString("description"))));
    }

    static String tokens(JsonArray tokens) {
        return of(
                List.of("ID", "NAME", "SOURCE", "EXPIRES", "REVOKED", "LAST USED", "CONNECTIONS", "LISTENERS", "FROM"),
                tokens,
                token -> List.of(
                        word(token.getString("id")),
                        word(token.getString("name")),
                        word(token.getString("source")),
                        Objects.requireNonNullElse(token.getString("expires_at"), "never"),
                        word(token.getString("revoked_at")),
                        word(token.getString("last_used_at")),
                        word(token.getInteger("connections")),
                        scope(token.getJsonArray("listeners")),
                        scope(token.getJsonArray("sources"))));
    }

    /// An empty list stands for everywhere.
    private static String scope(JsonArray where) {
        return where.isEmpty()
                ? "all"
                : String.join(", ", where.stream().map(String::valueOf).toList());
    }

    private static String of(List<String> head, JsonArray items, Function<JsonObject, List<String>> row) {
        var rows = new ArrayList<List<String>>();
        rows.add(head);
        items.forEach(item -> rows.add(row.apply((JsonObject) item)));
        return Columns.of(rows);
    }

    private static String word(@Nullable Object value) {
        return value == null ? NOTHING : value.toString();
    }
}
