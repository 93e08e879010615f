package dev.usher.gateway.app;

import dev.usher.gateway.control.fleet.Stored;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.config.AccessSettings;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.DirectorSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts together the clusters that the configuration file declares and those that the store holds.
///
/// What did not change since the last time stays the same object, so that nothing is made anew behind it. Of a declared
/// cluster the store can say that it is disabled, and which of its tokens were revoked; a revoked token is good in no
/// declared cluster. *Confined to one thread at a time.*
final class Blend {

    private static final System.Logger LOG = System.getLogger(Blend.class.getName());

    private final Stored stored;
    private Set<ClusterName> shadowed = Set.of();
    private Map<ClusterName, Made> made = Map.of();

    /// Settings, and what they were made of.
    private record Made(Object origin, ClusterSettings settings) {}

    private record StoredOrigin(ClusterRow row, List<TokenRow> tokens, Set<DirectorName> disabled) {}

    private record DeclaredOrigin(
            ClusterSettings settings, @Nullable OverrideRow override, Set<TokenDigest> revoked) {}

    Blend(Stored stored) {
        this.stored = stored;
    }

    Live.Served of(List<ClusterSettings> declared, Copy copy) {
        var next = new HashMap<ClusterName, Made>();
        var clusters = new ArrayList<ClusterSettings>();
        addDeclared(declared, copy, next, clusters);
        addStored(copy, next, clusters);
        made = next;
        var grouped = clusters.stream()
                .flatMap(cluster -> cluster.directors().stream())
                .map(DirectorSettings::name)
                .collect(Collectors.toSet());
        var alone = copy.directors().stream()
                .map(DirectorRow::name)
                .filter(name -> !grouped.contains(name))
                .collect(Collectors.toUnmodifiableSet());
        return new Live.Served(clusters, alone);
    }

    private void addDeclared(
            List<ClusterSettings> declared, Copy copy, Map<ClusterName, Made> next, List<ClusterSettings> clusters) {
        var overrides = copy.overrides().stream().collect(Collectors.toMap(OverrideRow::cluster, row -> row));
        var revoked = copy.tokens().stream()
                .filter(token -> token.revokedEpochMillis() != null)
                .map(TokenRow::digest)
                .collect(Collectors.toUnmodifiableSet());
        for (var settings : declared) {
            var override = overrides.get(settings.name());
            var origin = new DeclaredOrigin(settings, override, revoked);
            clusters.add(kept(next, settings.name(), origin, () -> overridden(settings, override, revoked)));
        }
    }

    private void addStored(Copy copy, Map<ClusterName, Made> next, List<ClusterSettings> clusters) {
        var disabled = copy.directors().stream()
                .filter(director -> !director.enabled())
                .map(DirectorRow::name)
                .collect(Collectors.toUnmodifiableSet());
        var tokens = copy.tokens().stream().map(Blend::unused).collect(Collectors.groupingBy(TokenRow::cluster));
        var behind = new HashSet<ClusterName>();
        for (var row : copy.clusters()) {
            if (next.containsKey(row.name())) {
                behind.add(row.name());
                if (!shadowed.contains(row.name())) {
                    LOG.log(Level.WARNING, "cluster {0} is in the store and in the file; the file counts", row.name());
                }
                continue;
            }
            var own = tokens.getOrDefault(row.name(), List.of());
            try {
                var origin = new StoredOrigin(row, own, disabled);
                clusters.add(kept(next, row.name(), origin, () -> stored.settings(row, own, disabled)));
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "cluster " + row.name() + " is served as before, or not at all", e);
                stay(row.name(), next, clusters);
            }
        }
        shadowed = behind;
    }

    /// One cluster that nobody can read is no reason for the others not to be served.
    private void stay(ClusterName name, Map<ClusterName, Made> next, List<ClusterSettings> clusters) {
        var before = made.get(name);
        if (before != null) {
            next.put(name, before);
            clusters.add(before.settings);
        }
    }

    private ClusterSettings kept(
            Map<ClusterName, Made> next, ClusterName name, Object origin, Supplier<ClusterSettings> maker) {
        var before = made.get(name);
        var now = before != null && before.origin.equals(origin) ? before : new Made(origin, maker.get());
        next.put(name, now);
        return now.settings;
    }

    private static ClusterSettings overridden(
            ClusterSettings settings, @Nullable OverrideRow override, Set<TokenDigest> revoked) {
        boolean enabled = override == null ? settings.enabled() : override.enabled();
        var tokens = settings.access().tokens();
        var good = tokens.list().stream()
                .filter(token -> !revoked.contains(token.digest()))
                .toList();
        if (enabled == settings.enabled() && good.size() == tokens.list().size()) {
            return settings;
        }
        return new ClusterSettings(
                settings.name(),
                settings.type(),
                settings.port(),
                enabled,
                settings.revision(),
                settings.plaintextAccepted(),
                settings.security(),
                settings.directors().stream()
                        .map(director -> director(director, enabled))
                        .toList(),
                new AccessSettings(settings.access().restriction(), new AccessSettings.Tokens(tokens.enabled(), good)),
                settings.balancing(),
                settings.health(),
                settings.retry());
    }

    private static DirectorSettings director(DirectorSettings director, boolean enabled) {
        return new DirectorSettings(
                director.name(),
                director.address(),
                director.port(),
                director.services(),
                director.enabled() && enabled);
    }

    /// Without when it was used last, which changes nothing that is served.
    private static TokenRow unused(TokenRow token) {
        return token.lastUsedEpochMillis() == null
                ? token
                : new TokenRow(
                        token.id(),
                        token.cluster(),
                        token.name(),
                        token.digest(),
                        token.createdEpochMillis(),
                        token.expiresEpochMillis(),
                        token.revokedEpochMillis(),
                        token.listeners(),
                        token.sources(),
                        null);
    }
}
