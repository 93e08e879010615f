package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorBody;
import dev.usher.gateway.core.model.DirectorName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What Directors may be, and when they may be changed.
public final class DirectorRules {

    /// As many as can be connected to a gateway.
    static final int COUNT_MAX = 1000;

    static final int NAME_MIN = 3;
    static final String NAME_EXPECTED = "3 to 64 characters";

    private DirectorRules() {}

    /// The Director that `body` asks for, or null when something is in the way.
    public static @Nullable DirectorRow create(Known known, DirectorBody body, long now, Violations violations) {
        var name = body.name();
        if (name != null) {
            checkNew(known, name, violations);
        }
        if (known.directors().size() >= COUNT_MAX) {
            violations.add("", Code.LIMIT_REACHED, COUNT_MAX + " Directors (expected: at most " + COUNT_MAX + ")");
        }
        var type = body.type();
        if (name == null || type == null || !violations.isEmpty()) {
            return null;
        }
        return new DirectorRow(
                name,
                ownership(type),
                Objects.requireNonNullElse(body.address(), ""),
                Objects.requireNonNullElse(body.port(), 0),
                Objects.requireNonNullElse(body.services(), Map.of()),
                Objects.requireNonNullElse(body.enabled(), true),
                null,
                false,
                1,
                now);
    }

    private static void checkNew(Known known, DirectorName name, Violations violations) {
        if (name.value().length() < NAME_MIN) {
            violations.add("name", Code.NAME_TOO_SHORT, "name: " + name + " (expected: " + NAME_EXPECTED + ")");
        }
        if (known.director(name) != null) {
            violations.add(
                    "name", Code.NAME_TAKEN, "name: " + name + " (expected: a unique name; there is a Director of it)");
        }
        var declared = known.declared().clusterOf(name);
        if (declared != null) {
            violations.add(
                    "name",
                    Code.NAME_TAKEN,
                    "name: " + name + " (expected: a unique name; cluster " + declared
                            + " of the configuration has it)");
        }
    }

    /// `before` as `body` wants it, or null when something is in the way.
    public static @Nullable DirectorRow update(
            Known known, DirectorRow before, DirectorBody body, Violations violations) {
        violations.addAll(locked(known, before.name()));
        if (body.name() != null && !body.name().equals(before.name())) {
            violations.add(
                    "name",
                    Code.NAME_FIXED,
                    "name: " + body.name() + " (expected: " + before.name()
                            + ", as its certificates name it; delete it and create another)");
        }
        if (body.type() != null && ownership(body.type()) != before.type()) {
            violations.add(
                    "type",
                    Code.TYPE_FIXED,
                    "type: " + word(ownership(body.type())) + " (expected: " + word(before.type())
                            + "; delete it and create another)");
        }
        if (body.enabled() != null && body.enabled() != before.enabled()) {
            violations.add(
                    "enabled",
                    Code.ENABLED_ELSEWHERE,
                    "enabled: " + body.enabled() + " (expected: " + before.enabled()
                            + "; enable and disable are operations of their own)");
        }
        if (!violations.isEmpty()) {
            return null;
        }
        return new DirectorRow(
                before.name(),
                before.type(),
                Objects.requireNonNullElse(body.address(), before.address()),
                Objects.requireNonNullElse(body.port(), before.port()),
                Objects.requireNonNullElse(body.services(), before.services()),
                before.enabled(),
                before.enabledBefore(),
                before.delivered(),
                before.revision(),
                before.createdEpochMillis());
    }

    /// Why a Director cannot be changed on its own; empty when it can.
    public static List<Violation> locked(Known known, DirectorName name) {
        var cluster = known.clusterOf(name);
        return cluster == null
                ? List.of()
                : List.of(new Violation(
                        "",
                        Code.DIRECTOR_IN_CLUSTER,
                        name + " is in cluster " + cluster
                                + " (expected: a standalone Director; only deleting the cluster releases it)"));
    }

    /// Why a Director cannot be deleted: every Device and cluster that needs it.
    public static List<Violation> delete(Known known, DirectorName name) {
        var violations = new Violations();
        violations.addAll(locked(known, name));
        var devices = known.devicesAt(name);
        if (!devices.isEmpty()) {
            violations.add(
                    "",
                    Code.DEVICES_ASSIGNED,
                    name + " has Devices " + Words.list(devices) + " (expected: none; reassign or remove them first)");
        }
        return violations.found();
    }

    /// The same Director, changed: enabled or not.
    ///
    /// @param before whether it was enabled before its cluster was disabled; null while that is not so
    public static DirectorRow enabled(DirectorRow row, boolean enabled, @Nullable Boolean before) {
        return changed(row, enabled, before, row.delivered());
    }

    /// The same Director, changed.
    public static DirectorRow revised(DirectorRow row) {
        return changed(row, row.enabled(), row.enabledBefore(), row.delivered());
    }

    /// Out of its cluster, in the state that it had before.
    static DirectorRow released(DirectorRow row) {
        var before = row.enabledBefore();
        return changed(row, before == null ? row.enabled() : before, null, false);
    }

    private static DirectorRow changed(
            DirectorRow row, boolean enabled, @Nullable Boolean enabledBefore, boolean delivered) {
        return new DirectorRow(
                row.name(),
                row.type(),
                row.address(),
                row.port(),
                row.services(),
                enabled,
                enabledBefore,
                delivered,
                row.revision() + 1,
                row.createdEpochMillis());
    }

    static Ownership ownership(ClusterSettings.Type type) {
        return switch (type) {
            case MANAGED -> Ownership.MANAGED;
            case SELF_MANAGED -> Ownership.SELF_MANAGED;
        };
    }

    public static String word(Ownership type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
