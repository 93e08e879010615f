package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.snapshot.Director.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All that is meant and heard, and the rules over it. *Immutable;* each change makes the next one.
///
/// @param drains of administrators, by Director; only of Directors that exist
/// @param leaving those that a Director's own sidecar asked for, by Director; only of Directors that exist
/// @param kept Directors whose drain the store was last seen to keep
/// @param rosters the last one of each cluster
record FleetState(
        List<ClusterIntent> clusters,
        Map<DirectorName, Drain> drains,
        Map<DirectorName, Drain> leaving,
        Set<DirectorName> kept,
        Map<ClusterName, ClusterRoster> rosters) {

    /// A state and what is to be said about how it came to be.
    record Changed(FleetState state, DrainAnswer answer) {}

    FleetState {
        clusters = List.copyOf(clusters);
        drains = Map.copyOf(drains);
        leaving = Map.copyOf(leaving);
        kept = Set.copyOf(kept);
        rosters = Map.copyOf(rosters);
    }

    static FleetState of(List<ClusterIntent> clusters) {
        return new FleetState(clusters, Map.of(), Map.of(), Set.of(), Map.of());
    }

    /// The same with other clusters: of Directors and clusters that are no longer there nothing is kept.
    FleetState configured(List<ClusterIntent> next) {
        var directors = next.stream()
                .flatMap(cluster -> cluster.directors().stream())
                .map(DirectorIntent::name)
                .collect(Collectors.toSet());
        var names = next.stream().map(ClusterIntent::name).collect(Collectors.toSet());
        return new FleetState(next, only(directors, drains), only(directors, leaving), kept, only(names, rosters));
    }

    private static <K, V> Map<K, V> only(Set<K> keys, Map<K, V> map) {
        var left = new HashMap<>(map);
        left.keySet().retainAll(keys);
        return left;
    }

    /// Drains a Director for an administrator, if enough others remain.
    ///
    /// @param force whether it does not matter how many remain
    /// @param unhealthy those that the gateway's own checks keep out; they do not count as remaining
    Changed drain(DirectorName name, Drain order, boolean force, Set<DirectorName> unhealthy, long now) {
        var refused = refused(name, force, unhealthy, now);
        return refused == null
                ? draining(new FleetState(clusters, with(drains, name, order), leaving, kept, rosters), name)
                : new Changed(this, refused);
    }

    /// Drains a Director for its own sidecar, if enough others remain.
    Changed leaves(DirectorName name, Drain order, Set<DirectorName> unhealthy, long now) {
        var refused = refused(name, false, unhealthy, now);
        return refused == null
                ? draining(new FleetState(clusters, drains, with(leaving, name, order), kept, rosters), name)
                : new Changed(this, refused);
    }

    private @Nullable DrainAnswer refused(DirectorName name, boolean force, Set<DirectorName> unhealthy, long now) {
        var cluster = clusterOf(name);
        if (cluster == null) {
            return new DrainAnswer.Unknown(name);
        }
        if (force || drain(name) != null) {
            return null;
        }
        int remaining = remaining(cluster, name, unhealthy, now);
        return remaining >= cluster.majority()
                ? null
                : new DrainAnswer.TooFew(
                        cluster.name(),
                        name,
                        remaining,
                        cluster.majority(),
                        cluster.directors().size());
    }

    private static Changed draining(FleetState next, DirectorName name) {
        var cluster = Objects.requireNonNull(next.clusterOf(name)).name();
        return new Changed(next, new DrainAnswer.Draining(cluster, name, Objects.requireNonNull(next.drain(name))));
    }

    private static Map<DirectorName, Drain> with(Map<DirectorName, Drain> drains, DirectorName name, Drain order) {
        var next = new HashMap<>(drains);
        next.merge(name, order, Drain::and);
        return next;
    }

    private static Map<DirectorName, Drain> without(Map<DirectorName, Drain> drains, DirectorName name) {
        var next = new HashMap<>(drains);
        next.remove(name);
        return next;
    }

    /// The drain of a Director, whoever asked for it; of both the one that ends first.
    @Nullable
    Drain drain(DirectorName name) {
        var own = leaving.get(name);
        var drain = drains.get(name);
        return drain == null ? own : drain.and(own);
    }

    /// Takes an administrator's drain back; its sidecar's stays.
    Changed undrain(DirectorName name) {
        var cluster = clusterOf(name);
        if (cluster == null) {
            return new Changed(this, new DrainAnswer.Unknown(name));
        }
        var next = new FleetState(clusters, without(drains, name), leaving, kept, rosters);
        return new Changed(next, new DrainAnswer.Open(cluster.name(), name));
    }

    /// Takes a sidecar's drain back; an administrator's stays.
    FleetState returned(DirectorName name) {
        return new FleetState(clusters, drains, without(leaving, name), kept, rosters);
    }

    /// Takes in the drains that the store keeps. One that it kept and keeps no longer was taken back, wherever that
    /// was.
    FleetState keeping(Map<DirectorName, Drain> rows) {
        var next = new HashMap<>(drains);
        kept.stream().filter(name -> !rows.containsKey(name)).forEach(next::remove);
        rows.forEach((name, row) -> {
            if (clusterOf(name) != null) {
                next.merge(name, row, FleetState::sooner);
            }
        });
        return new FleetState(clusters, next, leaving, rows.keySet(), rosters);
    }

    /// The same order is not another one because clocks are read anew.
    private static Drain sooner(Drain before, Drain row) {
        return row.untilEpochMillis() < before.untilEpochMillis() ? before.and(row) : before;
    }

    /// Takes in a roster; one of a cluster that does not exist is dropped.
    FleetState heard(ClusterRoster roster) {
        if (clusters.stream().noneMatch(cluster -> cluster.name().equals(roster.cluster()))) {
            return this;
        }
        var next = new HashMap<>(rosters);
        next.put(roster.cluster(), roster);
        return new FleetState(clusters, drains, leaving, kept, next);
    }

    /// Whether, and why not, a Director may be chosen.
    Standing standing(ClusterIntent cluster, DirectorName director, long now) {
        if (!cluster.enabled() || isDisabled(cluster, director)) {
            return Standing.DISABLED;
        }
        if (drain(director) != null) {
            return Standing.DRAINING;
        }
        return RosterRule.withdraws(cluster, director, rosters.get(cluster.name()), now)
                ? Standing.WITHDRAWN
                : Standing.OPEN;
    }

    private static boolean isDisabled(ClusterIntent cluster, DirectorName name) {
        return cluster.directors().stream().anyMatch(director -> director.name().equals(name) && !director.enabled());
    }

    List<ClusterView> view(Attending attending, long now) {
        return clusters.stream().map(cluster -> view(cluster, attending, now)).toList();
    }

    ClusterView view(ClusterIntent cluster, Attending attending, long now) {
        var roster = rosters.get(cluster.name());
        var directors = cluster.directors().stream()
                .map(director -> view(cluster, director, attending, now))
                .toList();
        return new ClusterView(cluster, directors, roster, attending.revision(cluster), now);
    }

    private DirectorView view(ClusterIntent cluster, DirectorIntent director, Attending attending, long now) {
        var roster = rosters.get(cluster.name());
        var word = roster == null ? null : roster.word(director.name());
        return new DirectorView(
                cluster.name(),
                director,
                standing(cluster, director.name(), now),
                drain(director.name()),
                word,
                word != null && RosterRule.fresh(word, now),
                attending.isOpen(),
                attending.of(director.name()).orElse(null));
    }

    private int remaining(ClusterIntent cluster, DirectorName without, Set<DirectorName> unhealthy, long now) {
        return (int) cluster.directors().stream()
                .map(DirectorIntent::name)
                .filter(name -> !name.equals(without) && !unhealthy.contains(name))
                .filter(name -> standing(cluster, name, now) == Standing.OPEN)
                .count();
    }

    private @Nullable ClusterIntent clusterOf(DirectorName name) {
        for (var cluster : clusters) {
            for (var director : cluster.directors()) {
                if (director.name().equals(name)) {
                    return cluster;
                }
            }
        }
        return null;
    }
}
