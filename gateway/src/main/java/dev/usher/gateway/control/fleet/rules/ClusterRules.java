package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.ClusterRow.Member;
import dev.usher.gateway.control.store.ClusterRow.Restriction;
import dev.usher.gateway.control.store.ClusterRow.Tls;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.core.config.ClusterBody;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.model.ClusterName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What clusters may be, when they may be deleted, and what their being enabled, disabled and deleted does to their
/// Directors.
public final class ClusterRules {

    static final int COUNT_MAX = 300;
    static final int PORT = 8081;

    private static final int DIRECTORS_MIN = 3;
    private static final int DIRECTORS_MAX = 15;

    private ClusterRules() {}

    /// The cluster that `body` asks for, or null when something is in the way.
    public static @Nullable ClusterRow create(Known known, ClusterBody body, Tls tls, long now, Violations violations) {
        var name = body.name();
        if (name != null) {
            checkNew(known, name, violations);
        }
        if (known.clusters().size() >= COUNT_MAX) {
            violations.add("", Code.LIMIT_REACHED, COUNT_MAX + " clusters (expected: at most " + COUNT_MAX + ")");
        }
        var type = type(body);
        int port = Objects.requireNonNullElse(body.port(), PORT);
        checkCount(Objects.requireNonNullElse(body.count(), 0), violations);
        Membership.select(known, body.directors(), type, violations);
        var members = Membership.resolve(known, body.directors(), port, violations);
        var row = new ClusterRow(
                name == null ? new ClusterName("unnamed") : name,
                type,
                port,
                Objects.requireNonNullElse(body.enabled(), true),
                Boolean.TRUE.equals(body.plaintextAccepted()),
                tls,
                restriction(body, new Restriction(false, List.of())),
                Boolean.TRUE.equals(body.access().tokensDemanded()),
                body.options().json(),
                members,
                1,
                now);
        Membership.check(known, row, body.options(), whole(body), violations);
        warn(row, violations);
        return violations.isEmpty() ? row : null;
    }

    /// Who configures the Directors of a new cluster: they themselves, where nothing is said.
    public static Ownership type(ClusterBody body) {
        return body.type() == null ? Ownership.SELF_MANAGED : DirectorRules.ownership(body.type());
    }

    private static boolean whole(ClusterBody body) {
        return body.count() == null || body.count() == body.directors().size();
    }

    private static void checkNew(Known known, ClusterName name, Violations violations) {
        if (name.value().length() < DirectorRules.NAME_MIN) {
            violations.add(
                    "name", Code.NAME_TOO_SHORT, "name: " + name + " (expected: " + DirectorRules.NAME_EXPECTED + ")");
        }
        if (known.cluster(name) != null) {
            violations.add(
                    "name", Code.NAME_TAKEN, "name: " + name + " (expected: a unique name; there is a cluster of it)");
        }
        if (known.declared().cluster(name) != null) {
            violations.add(
                    "name",
                    Code.NAME_TAKEN,
                    "name: " + name + " (expected: a unique name; a cluster of the configuration has it)");
        }
    }

    private static void checkCount(int count, Violations violations) {
        if (count < DIRECTORS_MIN || count > DIRECTORS_MAX || count % 2 == 0) {
            violations.add(
                    "directors",
                    Code.DIRECTOR_COUNT,
                    "directors: " + count + " (expected: an odd number of them, " + DIRECTORS_MIN + ".." + DIRECTORS_MAX
                            + ")");
        }
    }

    /// `before` as `body` wants it, or null when something is in the way. A Director that had the cluster's port goes
    /// with
    /// it to another one.
    public static @Nullable ClusterRow update(
            Known known, ClusterRow before, ClusterBody body, Tls tls, Violations violations) {
        checkFixed(before, body, violations);
        int port = Objects.requireNonNullElse(body.port(), before.port());
        var moved = before.directors().stream()
                .map(member -> member.port() == before.port() ? Membership.with(member, port) : member)
                .toList();
        var members = body.count() == null ? moved : Membership.edited(moved, body, violations);
        var row = new ClusterRow(
                before.name(),
                before.type(),
                port,
                before.enabled(),
                Objects.requireNonNullElse(body.plaintextAccepted(), before.plaintextAccepted()),
                tls,
                restriction(body, before.restriction()),
                Objects.requireNonNullElse(body.access().tokensDemanded(), before.tokensDemanded()),
                body.options().json(),
                members,
                before.revision(),
                before.createdEpochMillis());
        Membership.check(known, row, body.options(), whole(body), violations);
        warn(row, violations);
        return violations.isEmpty() ? row : null;
    }

    private static void checkFixed(ClusterRow before, ClusterBody body, Violations violations) {
        if (body.name() != null && !body.name().equals(before.name())) {
            violations.add(
                    "name",
                    Code.NAME_FIXED,
                    "name: " + body.name() + " (expected: " + before.name() + "; delete it and create another)");
        }
        if (body.type() != null && DirectorRules.ownership(body.type()) != before.type()) {
            violations.add(
                    "type",
                    Code.TYPE_FIXED,
                    "type: " + DirectorRules.word(DirectorRules.ownership(body.type())) + " (expected: "
                            + DirectorRules.word(before.type()) + "; delete it and create another)");
        }
        if (body.enabled() != null && body.enabled() != before.enabled()) {
            violations.add(
                    "enabled",
                    Code.ENABLED_ELSEWHERE,
                    "enabled: " + body.enabled() + " (expected: " + before.enabled()
                            + "; enable and disable are operations of their own)");
        }
    }

    /// The same cluster with another restriction; what was not said stays.
    public static ClusterRow restricted(ClusterRow before, ClusterBody.Restriction body, Violations violations) {
        var row = with(before, before.enabled(), restriction(body, before.restriction()));
        warn(row, violations);
        return row;
    }

    /// The same cluster, enabled or not.
    public static ClusterRow enabled(ClusterRow row, boolean enabled) {
        return with(row, enabled, row.restriction());
    }

    private static ClusterRow with(ClusterRow row, boolean enabled, Restriction restriction) {
        return new ClusterRow(
                row.name(),
                row.type(),
                row.port(),
                enabled,
                row.plaintextAccepted(),
                row.tls(),
                restriction,
                row.tokensDemanded(),
                row.settings(),
                row.directors(),
                row.revision(),
                row.createdEpochMillis());
    }

    private static Restriction restriction(ClusterBody body, Restriction before) {
        return restriction(body.access().restriction(), before);
    }

    private static Restriction restriction(ClusterBody.Restriction body, Restriction before) {
        return new Restriction(
                Objects.requireNonNullElse(body.enabled(), before.enabled()),
                Objects.requireNonNullElse(body.sources(), before.sources()));
    }

    private static void warn(ClusterRow row, Violations violations) {
        var restriction = row.restriction();
        if (restriction.enabled() && restriction.sources().isEmpty()) {
            violations.warn(
                    "access.restriction.enabled",
                    Code.NOBODY_ADMITTED,
                    "access.restriction.enabled: true without sources: nobody is admitted");
        }
        if (!restriction.enabled() && !restriction.sources().isEmpty()) {
            violations.warn(
                    "access.restriction.sources",
                    Code.SOURCES_WITHOUT_EFFECT,
                    "access.restriction.sources: without effect, as enabled is false: everybody is admitted");
        }
        if (row.plaintextAccepted() && !row.tls().enabled()) {
            violations.warn(
                    "plaintext",
                    Code.READABLE_ON_THE_WAY,
                    "plaintext: accepted: whoever reaches the coordination ports can read and write the roster");
        }
    }

    /// Why a cluster cannot be deleted: all Devices that are assigned to it or to its Directors.
    public static List<Violation> delete(Known known, ClusterRow row) {
        var devices = known.devicesAt(row).stream().map(DeviceRow::name).toList();
        return devices.isEmpty()
                ? List.of()
                : List.of(new Violation(
                        "",
                        Code.DEVICES_ASSIGNED,
                        row.name() + " has Devices " + Words.list(devices)
                                + " (expected: none; reassign or remove them first)"));
    }

    /// Its Directors, disabled with it; each remembers how it was.
    public static List<DirectorRow> disabled(Known known, ClusterRow row) {
        return members(known, row).stream()
                .filter(director -> director.enabledBefore() == null)
                .map(director -> DirectorRules.enabled(director, false, director.enabled()))
                .toList();
    }

    /// Its Directors as they were before it was disabled.
    public static List<DirectorRow> enabled(Known known, ClusterRow row) {
        return members(known, row).stream()
                .filter(director -> director.enabledBefore() != null)
                .map(director -> DirectorRules.enabled(director, Boolean.TRUE.equals(director.enabledBefore()), null))
                .toList();
    }

    /// Its Directors, standalone again, as they were before, and free for another cluster.
    public static List<DirectorRow> released(Known known, ClusterRow row) {
        return members(known, row).stream().map(DirectorRules::released).toList();
    }

    private static List<DirectorRow> members(Known known, ClusterRow row) {
        return row.directors().stream()
                .map(Member::director)
                .map(known::director)
                .filter(Objects::nonNull)
                .toList();
    }

    /// Why a cluster of the configuration cannot be changed; empty for others.
    public static List<Violation> readOnly(Known known, ClusterName name) {
        return known.declared().cluster(name) == null
                ? List.of()
                : List.of(new Violation(
                        "",
                        Code.DECLARED_IN_YAML,
                        "cluster " + name + " is declared in the configuration (expected: a change of that file)"));
    }

    /// The type of `row` as the configuration has it.
    public static ClusterSettings.Type type(ClusterRow row) {
        return switch (row.type()) {
            case MANAGED -> ClusterSettings.Type.MANAGED;
            case SELF_MANAGED -> ClusterSettings.Type.SELF_MANAGED;
        };
    }

    /// The same cluster, changed.
    ///
    /// @param settings its options as they are now
    public static ClusterRow revised(ClusterRow row, String settings) {
        return new ClusterRow(
                row.name(),
                row.type(),
                row.port(),
                row.enabled(),
                row.plaintextAccepted(),
                row.tls(),
                row.restriction(),
                row.tokensDemanded(),
                settings,
                row.directors(),
                row.revision() + 1,
                row.createdEpochMillis());
    }

    /// What of `row` its sidecars' configuration is made of.
    public static List<Object> configuration(ClusterRow row) {
        var options = ClusterOptions.parse(row.settings());
        var tls = row.tls();
        return List.of(
                row.port(),
                row.plaintextAccepted(),
                tls.enabled(),
                tls.certificate(),
                tls.authority(),
                tls.sealedKey(),
                row.directors(),
                options.health());
    }
}
