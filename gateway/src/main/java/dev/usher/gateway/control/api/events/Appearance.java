package dev.usher.gateway.control.api.events;

import dev.usher.gateway.control.fleet.Attendance;
import dev.usher.gateway.control.fleet.ClusterIntent;
import dev.usher.gateway.control.fleet.ClusterView;
import dev.usher.gateway.control.fleet.DirectorIntent;
import dev.usher.gateway.control.fleet.DirectorView;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.signal.DirectorStatus;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Clusters and Directors as the API shows them at one moment, but for what always moves: ages and counts.
/// *Immutable.*
record Appearance(Map<ClusterName, Cluster> clusters, Map<DirectorName, Director> directors) {

    static final Appearance EMPTY = new Appearance(Map.of(), Map.of());

    /// @param heard whether the gateway hears of its roster now
    record Cluster(
            ClusterIntent intent,
            int have,
            boolean heard,
            @Nullable Long revision,
            @Nullable Boolean drift,
            @Nullable AccessList restriction,
            boolean tokens) {}

    /// @param idle whether nothing is in flight, which draining ones wait for
    record Director(
            @Nullable ClusterName cluster,
            @Nullable DirectorIntent intent,
            Standing standing,
            @Nullable Long deadline,
            boolean idle,
            boolean connected,
            boolean fresh,
            @Nullable String word,
            @Nullable String version,
            @Nullable Long revision,
            @Nullable String health,
            @Nullable String reason) {}

    Appearance {
        clusters = Map.copyOf(clusters);
        directors = Map.copyOf(directors);
    }

    /// @param stored the Directors that the store holds, with what their sidecars say
    static Appearance of(
            List<ClusterView> views,
            List<DirectorStatus> statuses,
            Snapshot snapshot,
            Map<DirectorName, @Nullable Attendance> stored) {
        var seen = statuses.stream()
                .collect(Collectors.toMap(DirectorStatus::director, status -> status, (first, _) -> first));
        var clusters = new HashMap<ClusterName, Cluster>();
        var directors = new HashMap<DirectorName, Director>();
        stored.forEach((name, attendance) -> directors.put(name, alone(attendance)));
        for (var view : views) {
            clusters.put(view.intent().name(), cluster(view, snapshot));
            for (var director : view.directors()) {
                var name = director.intent().name();
                directors.put(name, director(director, seen.get(name)));
            }
        }
        return new Appearance(clusters, directors);
    }

    private static Cluster cluster(ClusterView view, Snapshot snapshot) {
        var roster = view.roster();
        var served = snapshot.cluster(view.intent().name());
        return new Cluster(
                view.intent(),
                view.have(),
                roster != null && roster.connected(),
                view.revision(),
                view.drift(),
                served == null ? null : served.restriction(),
                served != null && served.tokensDemanded());
    }

    private static Director alone(@Nullable Attendance attendance) {
        return new Director(
                null,
                null,
                Standing.OPEN,
                null,
                true,
                attendance != null,
                true,
                null,
                attendance == null ? null : attendance.version(),
                attendance == null ? null : attendance.configRevision(),
                null,
                null);
    }

    private static Director director(DirectorView view, @Nullable DirectorStatus status) {
        var drain = view.drain();
        var word = view.word();
        return new Director(
                view.cluster(),
                view.intent(),
                view.standing(),
                drain == null ? null : drain.untilEpochMillis(),
                view.standing() != Standing.DRAINING || status == null || status.inFlight() == 0,
                view.connected(),
                view.fresh(),
                word == null ? null : word.state().word(),
                view.version(),
                view.configRevision(),
                status == null ? null : status.health(),
                status == null ? null : status.reason());
    }

    /// Names what is not as it was before, came or went.
    void since(
            Appearance before,
            Consumer<ClusterName> cluster,
            BiConsumer<DirectorName, @Nullable ClusterName> director) {
        for (var name : changed(before.clusters, clusters)) {
            cluster.accept(name);
        }
        for (var name : changed(before.directors, directors)) {
            var one = directors.getOrDefault(name, before.directors.get(name));
            director.accept(name, Objects.requireNonNull(one).cluster);
        }
    }

    private static <N extends Comparable<N>, T> Set<N> changed(Map<N, T> before, Map<N, T> after) {
        var names = new TreeSet<N>(after.keySet());
        names.addAll(before.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }
}
