package dev.usher.gateway.control.token;

import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.config.TokenBody;
import dev.usher.gateway.core.config.TokenBody.Validity;
import dev.usher.gateway.core.model.ListenerName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What tokens may be, and when they end. Pure functions.
final class TokenRules {

    /// Those of one cluster that were not revoked.
    static final int COUNT_MAX = 100_000;

    /// Those of one cluster that were revoked, and are shown in lists.
    static final int REVOKED_MAX = 1_000;

    private TokenRules() {}

    /// What one creation forgets at most, as all gateways wait for it.
    static final int FORGOTTEN_MAX = 50;

    /// Which of `known` go when another one comes: those that were revoked longest ago, where there are more than
    /// [#REVOKED_MAX].
    static List<TokenRow> forgotten(Collection<TokenRow> known) {
        var revoked = known.stream()
                .filter(token -> token.revokedEpochMillis() != null)
                .sorted(Comparator.comparing(TokenRow::revokedEpochMillis))
                .toList();
        return revoked.subList(0, Math.clamp(revoked.size() - REVOKED_MAX, 0, FORGOTTEN_MAX));
    }

    /// When a token made at `created` ends: the same day and time of a later month or year in UTC, or that month's last
    /// day where it has no such day; null for never.
    static @Nullable Long expiry(long created, Validity validity) {
        var begin = Instant.ofEpochMilli(created).atZone(ZoneOffset.UTC);
        var end = switch (validity) {
            case ONE_MONTH -> begin.plusMonths(1);
            case THREE_MONTHS -> begin.plusMonths(3);
            case ONE_YEAR -> begin.plusYears(1);
            case UNLIMITED -> null;
        };
        return end == null ? null : end.toInstant().toEpochMilli();
    }

    /// Writes down all that keeps `body` from being a token of its cluster.
    ///
    /// @param known those that the cluster has, the revoked ones too
    /// @param listeners all there are
    static void check(TokenBody body, Collection<TokenRow> known, Set<ListenerName> listeners, Violations violations) {
        var good = known.stream()
                .filter(token -> token.revokedEpochMillis() == null)
                .toList();
        if (good.size() >= COUNT_MAX) {
            violations.add("", Code.LIMIT_REACHED, COUNT_MAX + " tokens (expected: at most " + COUNT_MAX + ")");
        }
        var name = body.name();
        if (name != null && good.stream().anyMatch(token -> token.name().equals(name))) {
            violations.add(
                    "name",
                    Code.NAME_TAKEN,
                    "name: " + name + " (expected: a unique name; the cluster has a token of it that is not revoked)");
        }
        checkListeners(body.listeners(), listeners, violations);
    }

    private static void checkListeners(List<ListenerName> wanted, Set<ListenerName> listeners, Violations violations) {
        var seen = new HashSet<ListenerName>();
        for (int i = 0; i < wanted.size(); i++) {
            var path = "listeners[" + i + "]";
            var listener = wanted.get(i);
            if (!listeners.contains(listener)) {
                violations.add(
                        path, Code.LISTENER_UNKNOWN, path + ": " + listener + " (expected: the name of a listener)");
            } else if (!seen.add(listener)) {
                violations.add(path, Code.INVALID_VALUE, path + ": " + listener + " twice (expected: each once)");
            }
        }
    }
}
