package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.core.config.DeviceBody;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What Devices may be and to what they may be assigned.
public final class DeviceRules {

    static final int COUNT_MAX = 100_000;

    private DeviceRules() {}

    /// The Device that `body` asks for, or null when something is in the way.
    public static @Nullable DeviceRow create(Known known, DeviceBody body, long now, Violations violations) {
        var name = body.name();
        if (name != null
                && known.devices().stream().anyMatch(device -> device.name().equals(name))) {
            violations.add(
                    "name", Code.NAME_TAKEN, "name: " + name + " (expected: a unique name; there is a Device of it)");
        }
        if (known.devices().size() >= COUNT_MAX) {
            violations.add("", Code.LIMIT_REACHED, COUNT_MAX + " Devices (expected: at most " + COUNT_MAX + ")");
        }
        checkAssignment(known, body, violations);
        var type = body.type();
        if (name == null || type == null || !violations.isEmpty()) {
            return null;
        }
        return new DeviceRow(name, type, body.director(), body.cluster(), 1, now);
    }

    /// `before` as `body` wants it, or null when something is in the way. One assignment takes the place of the other.
    public static @Nullable DeviceRow update(Known known, DeviceRow before, DeviceBody body, Violations violations) {
        if (body.name() != null && !body.name().equals(before.name())) {
            violations.add(
                    "name",
                    Code.NAME_FIXED,
                    "name: " + body.name() + " (expected: " + before.name() + "; delete it and create another)");
        }
        boolean moves = body.assigns()
                && !(Objects.equals(body.director(), before.director())
                        && Objects.equals(body.cluster(), before.cluster()));
        if (moves) {
            checkAssignment(known, body, violations);
        }
        if (!violations.isEmpty()) {
            return null;
        }
        return new DeviceRow(
                before.name(),
                Objects.requireNonNullElse(body.type(), before.type()),
                body.assigns() ? body.director() : before.director(),
                body.assigns() ? body.cluster() : before.cluster(),
                before.revision(),
                before.createdEpochMillis());
    }

    private static void checkAssignment(Known known, DeviceBody body, Violations violations) {
        if (body.director() != null && body.cluster() != null) {
            violations.add(
                    "",
                    Code.ASSIGNED_TWICE,
                    "director: " + body.director() + " and cluster: " + body.cluster() + " (expected: one of both)");
        }
        if (body.director() != null) {
            checkDirector(known, body.director(), violations);
        }
        if (body.cluster() != null && !exists(known, body.cluster())) {
            violations.add(
                    "cluster",
                    Code.CLUSTER_UNKNOWN,
                    "cluster: " + body.cluster() + " (expected: the name of a cluster)");
        }
    }

    /// Clients of a cluster connect to it as a whole, so its Directors have no Devices of their own.
    private static void checkDirector(Known known, DirectorName director, Violations violations) {
        var cluster = known.clusterOf(director);
        if (cluster != null) {
            violations.add(
                    "director",
                    Code.DIRECTOR_IN_CLUSTER,
                    "director: " + director + " is in cluster " + cluster + " (expected: cluster: " + cluster
                            + ", as Devices connect to a cluster as a whole)");
        } else if (known.director(director) == null) {
            violations.add(
                    "director", Code.DIRECTOR_UNKNOWN, "director: " + director + " (expected: the name of a Director)");
        }
    }

    private static boolean exists(Known known, ClusterName name) {
        return known.cluster(name) != null || known.declared().cluster(name) != null;
    }
}
