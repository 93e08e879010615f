package dev.usher.gateway.control.api;

import dev.usher.gateway.control.fleet.ClusterView;
import dev.usher.gateway.control.fleet.DirectorView;
import dev.usher.gateway.control.fleet.Inventory.Group;
import dev.usher.gateway.control.fleet.Inventory.Place;
import dev.usher.gateway.control.fleet.rules.DirectorRules;
import dev.usher.gateway.control.fleet.rules.Known;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.signal.DirectorStatus;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.gateway.core.snapshot.Director.Standing;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

    JsonObject cluster(Group group) {
        var view = group.view();
        var intent = view.intent();
        var directors = new JsonArray();
        view.directors().forEach(director -> directors.add(item(director, view)));
        long up = view.directors().stream().filter(this::up).count();
        var shape = new JsonObject()
                .put("name", intent.name().value())
                .put("type", lower(intent.type()))
                .put("port", intent.port())
                .put("enabled", intent.enabled())
                .put("source", group.row() == null ? "yaml" : "api")
                .put("revision", group.revision())
                .put("config_revision", view.revision())
                .put("drift", view.drift())
                .put("directors", directors)
                .put("directors_up", up)
                .put("directors_down", view.directors().size() - up)
                .put("quorum", quorum(view))
                .put("roster", roster(view));
        if (group.row() != null) {
            shape.mergeIn(ClusterShape.of(group.row()));
        } else if (group.declared() != null) {
            shape.mergeIn(ClusterShape.of(group.declared()));
        }
        return shape.putNull("cluster_update_status");
    }

    /// A Director on its own.
    JsonObject director(Place place, Known known) {
        var view = place.view();
        var row = place.row();
        var group = place.group();
        var shape = view == null || group == null ? alone(place) : item(view, group.view());
        var type = row != null
                ? DirectorRules.word(row.type())
                : group == null ? null : lower(group.view().intent().type());
        return shape.put("type", type)
                .put("installation_type", group == null ? "standalone" : "cluster")
                .put(
                        "cluster",
                        group == null ? null : group.view().intent().name().value())
                .put(
                        "configured",
                        group == null ? !known.configured(place.name()).isEmpty() : true)
                .put("source", row == null ? "yaml" : "api")
                .put("revision", row == null ? null : row.revision())
                .put("created_at", row == null ? null : instant(row.createdEpochMillis()));
    }

    /// One to which nothing is routed: whether it is up, nobody looks.
    private JsonObject alone(Place place) {
        var row = Objects.requireNonNull(place.row());
        var attendance = place.attendance();
        return new JsonObject()
                .put("name", row.name().value())
                .put("address", row.address().isEmpty() ? null : row.address())
                .put("port", row.port() == 0 ? null : row.port())
                .putNull("weight")
                .put("services", services(row.services()))
                .put("connection", place.connected() ? "connected" : "not_connected")
                .put("state", state(place))
                .put("enabled", row.enabled())
                .put("version", attendance == null || attendance.version().isEmpty() ? null : attendance.version())
                .putNull("scheduled_version")
                .put("config_revision", attendance == null ? null : attendance.configRevision())
                .putNull("drift")
                .put("in_flight", 0)
                .putNull("deadline")
                .putNull("health")
                .putNull("sidecar");
    }

    private static String state(Place place) {
        var attendance = place.attendance();
        if (!place.enabled()) {
            return "disabled";
        }
        return attendance == null ? "unknown" : attendance.state().word();
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

    private JsonObject item(DirectorView view, ClusterView cluster) {
        var intent = view.intent();
        var word = view.word();
        var drain = view.drain();
        return new JsonObject()
                .put("name", intent.name().value())
                .put("address", intent.address())
                .put("port", intent.port())
                .put("weight", intent.weight())
                .put("services", services(intent.services()))
                .put("connection", view.connected() ? "connected" : "not_connected")
                .put("state", state(view))
                .put("enabled", view.standing() != Standing.DISABLED)
                .put("version", view.version())
                .putNull("scheduled_version")
                .put("config_revision", view.configRevision())
                .put("drift", cluster.drift(view))
                .put("in_flight", inFlight(view))
                .put("deadline", drain == null ? null : instant(drain.untilEpochMillis()))
                .put("health", health(sight.status(intent.name())))
                .put("sidecar", sidecar(view, word));
    }

    private static JsonObject services(Map<ServiceName, Integer> ports) {
        var services = new JsonObject();
        new TreeMap<>(ports).forEach((service, port) -> services.put(service.value(), port));
        return services;
    }

    static JsonObject configuration(ConfigurationFacts facts) {
        return new JsonObject()
                .put("loaded_at", instant(facts.loadedEpochMillis()))
                .put("reload_problem", facts.problem());
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
