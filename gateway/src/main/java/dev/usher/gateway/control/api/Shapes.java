package dev.usher.gateway.control.api;

import dev.usher.gateway.control.fleet.ClusterView;
import dev.usher.gateway.control.fleet.DirectorView;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.signal.DirectorStatus;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.Snapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON of clusters and Directors, from all that is known of them at one moment.
final class Shapes {

    private final Sight sight;
    private final long now;

    /// @param now by the monotonic clock
    Shapes(Sight sight, long now) {
        this.sight = sight;
        this.now = now;
    }

    JsonObject cluster(ClusterView view) {
        var intent = view.intent();
        var directors = new JsonArray();
        view.directors().forEach(director -> directors.add(item(director)));
        long up = view.directors().stream().filter(this::up).count();
        return new JsonObject()
                .put("name", intent.name().value())
                .put("type", lower(intent.type()))
                .put("port", intent.port())
                .put("enabled", intent.enabled())
                .put("source", "yaml")
                .put("revision", view.revision())
                .put("drift", view.drift())
                .put("directors", directors)
                .put("directors_up", up)
                .put("directors_down", view.directors().size() - up)
                .put("quorum", quorum(view))
                .put("roster", roster(view))
                .put("access", access(sight.snapshot().cluster(intent.name())));
    }

    /// A Director on its own.
    JsonObject director(ClusterView cluster, DirectorView view) {
        return item(view)
                .put("type", lower(cluster.intent().type()))
                .put("cluster", view.cluster().value())
                .put("configured", configured(sight.snapshot(), cluster));
    }

    /// What a Director is doing, in one word: intent first, then its sidecar's word, then the gateway's own eyes.
    String state(DirectorView view) {
        var status = sight.status(view.intent().name());
        return switch (view.standing()) {
            case DISABLED -> "disabled";
            case DRAINING -> inFlight(view) == 0 ? "drained" : "draining";
            case WITHDRAWN -> "withdrawn";
            case OPEN -> status == null ? "unknown" : status.health();
        };
    }

    int inFlight(DirectorView view) {
        var status = sight.status(view.intent().name());
        return status == null ? 0 : status.inFlight();
    }

    boolean up(DirectorView view) {
        var status = sight.status(view.intent().name());
        var standing = view.standing();
        return status != null && status.healthy() && (standing == Standing.OPEN || standing == Standing.DRAINING);
    }

    private JsonObject item(DirectorView view) {
        var intent = view.intent();
        var services = new JsonObject();
        new TreeMap<>(intent.services()).forEach((service, port) -> services.put(service.value(), port));
        var word = view.word();
        var drain = view.drain();
        return new JsonObject()
                .put("name", intent.name().value())
                .put("address", intent.address())
                .put("port", intent.port())
                .put("weight", intent.weight())
                .put("services", services)
                .put("connection", view.connected() ? "connected" : "not_connected")
                .put("state", state(view))
                .put("enabled", view.standing() != Standing.DISABLED)
                .put("version", view.version())
                .putNull("scheduled_version")
                .put("config_revision", view.configRevision())
                .put("in_flight", inFlight(view))
                .put("deadline", drain == null ? null : instant(drain.untilEpochMillis()))
                .put("health", health(sight.status(intent.name())))
                .put("sidecar", sidecar(view, word));
    }

    private static @Nullable JsonObject health(@Nullable DirectorStatus status) {
        if (status == null) {
            return null;
        }
        return new JsonObject()
                .put("state", status.health())
                .put("reason", status.reason())
                .put("since", instant(status.sinceEpochMillis()))
                .put("requests", status.requests())
                .put("failures", status.failures());
    }

    private @Nullable JsonObject sidecar(DirectorView view, @Nullable RosterWord word) {
        if (word == null) {
            return null;
        }
        return new JsonObject()
                .put("state", word.state().word())
                .put("fresh", view.fresh())
                .put("age_seconds", seconds(word.atNanos()));
    }

    private JsonObject quorum(ClusterView view) {
        var roster = view.roster();
        return new JsonObject()
                .put("have", view.have())
                .put("need", view.intent().majority())
                .put("ok", view.quorum())
                .put("connected", roster != null && roster.connected())
                .put("age_seconds", roster == null ? null : seconds(roster.atNanos()));
    }

    /// While it is not connected, what was heard last, and how long ago; null when nothing ever was.
    private @Nullable JsonObject roster(ClusterView view) {
        var roster = view.roster();
        return roster == null
                ? null
                : new JsonObject()
                        .put("connected", roster.connected())
                        .put("age_seconds", seconds(roster.atNanos()))
                        .put("members", roster.lastMembers());
    }

    private static JsonObject access(@Nullable Cluster cluster) {
        var restriction = cluster == null ? null : cluster.restriction();
        var sources = new JsonArray();
        if (restriction != null) {
            restriction.rules().stream().map(AccessRule::text).forEach(sources::add);
        }
        return new JsonObject()
                .put(
                        "restriction",
                        new JsonObject().put("enabled", restriction != null).put("sources", sources))
                .put("tokens", new JsonObject().put("enabled", cluster != null && cluster.tokensDemanded()));
    }

    private static boolean configured(Snapshot snapshot, ClusterView cluster) {
        return snapshot.listeners().values().stream()
                .flatMap(listener -> listener.routes().stream())
                .anyMatch(route -> route.cluster().equals(cluster.intent().name()));
    }

    private long seconds(long sinceNanos) {
        return Duration.ofNanos(now - sinceNanos).toSeconds();
    }

    static String instant(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
