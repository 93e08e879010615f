package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Sealed;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.mesh.Security;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What can be changed of a cluster that the configuration file declares: whether it is enabled. Its Directors are
/// enabled and disabled with it, and have no state of their own.
public final class DeclaredRules {

    private static final int WEIGHT = 100;

    private DeclaredRules() {}

    /// What is so now: as the file says, at revision 1, where nobody changed it.
    public static OverrideRow now(ClusterSettings settings, @Nullable OverrideRow row) {
        return row == null ? new OverrideRow(settings.name(), settings.enabled(), 1) : row;
    }

    public static OverrideRow enabled(OverrideRow before, boolean enabled) {
        return new OverrideRow(before.cluster(), enabled, before.revision() + 1);
    }

    /// What becomes of its Directors, in words.
    public static String directors(ClusterSettings settings, boolean enabled) {
        return settings.directors().stream()
                .map(director -> director.name() + (enabled ? " enabled" : " disabled"))
                .collect(Collectors.joining(", ", "directors: ", ""));
    }

    /// The cluster as a row would say it, for whoever shows it; its keys are the file's affair.
    public static ClusterRow row(ClusterSettings settings, OverrideRow now) {
        var restriction = settings.access().restriction();
        return new ClusterRow(
                settings.name(),
                switch (settings.type()) {
                    case MANAGED -> Ownership.MANAGED;
                    case SELF_MANAGED -> Ownership.SELF_MANAGED;
                },
                settings.port(),
                now.enabled(),
                settings.plaintextAccepted(),
                new ClusterRow.Tls(encrypted(settings), "", "", Sealed.NONE),
                new ClusterRow.Restriction(
                        restriction.enabled(),
                        restriction.sources().stream().map(AccessRule::text).toList()),
                settings.access().tokens().enabled(),
                "{}",
                settings.directors().stream().map(DeclaredRules::member).toList(),
                now.revision(),
                0);
    }

    private static boolean encrypted(ClusterSettings settings) {
        return !(settings.security() instanceof Security.Plaintext);
    }

    private static ClusterRow.Member member(DirectorSettings director) {
        return new ClusterRow.Member(director.name(), director.address(), director.port(), WEIGHT, director.services());
    }
}
