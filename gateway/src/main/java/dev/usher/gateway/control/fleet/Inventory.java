package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.fleet.rules.DeclaredRules;
import dev.usher.gateway.control.fleet.rules.Known;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.model.DirectorName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All that is declared and stored, with what is seen of it at one moment. *Immutable.*
public final class Inventory {

    private final Map<String, Group> clusters = new TreeMap<>();
    private final Map<String, Place> directors = new TreeMap<>();

    /// A cluster: of the file or of the store, one of the two.
    ///
    /// @param revision grows by one with each change through the API
    public record Group(
            ClusterView view,
            @Nullable ClusterSettings declared,
            @Nullable ClusterRow row,
            long revision) {

        /// The Directors that the gateway knows of it.
        List<DirectorView> directors() {
            return view.directors();
        }
    }

    /// Where a Director stands: in a cluster, in the store, or both.
    ///
    /// @param row null when it is declared in the file
    /// @param group null when it is in no cluster
    /// @param view of its place in that; null when it is in none
    /// @param attendance what its sidecar says over its stream to this gateway; null while there is none
    public record Place(
            DirectorName name,
            @Nullable DirectorRow row,
            @Nullable Group group,
            @Nullable DirectorView view,
            @Nullable Attendance attendance) {

        /// Whether its sidecar can be reached.
        public boolean connected() {
            return view == null ? attendance != null : view.connected();
        }

        public boolean enabled() {
            return row == null ? Objects.requireNonNull(view).intent().enabled() : row.enabled();
        }
    }

    private Inventory() {}

    /// @param overrides what was changed of declared clusters
    public static Inventory of(Known known, List<OverrideRow> overrides, Fleet fleet) {
        var inventory = new Inventory();
        var rows = known.directors().stream().collect(Collectors.toMap(DirectorRow::name, row -> row));
        inventory.declared(known.declared().clusters(), overrides, fleet);
        inventory.stored(known.clusters(), rows, fleet);
        for (var group : inventory.clusters.values()) {
            for (var view : group.directors()) {
                var name = view.intent().name();
                inventory.directors.put(name.value(), new Place(name, rows.get(name), group, view, view.attendance()));
            }
        }
        for (var row : known.directors()) {
            inventory.directors.computeIfAbsent(
                    row.name().value(),
                    _ -> new Place(
                            row.name(),
                            row,
                            null,
                            null,
                            fleet.attendance(row.name()).orElse(null)));
        }
        return inventory;
    }

    private void declared(List<ClusterSettings> declared, List<OverrideRow> overrides, Fleet fleet) {
        for (var settings : declared) {
            var changed = overrides.stream()
                    .filter(row -> row.cluster().equals(settings.name()))
                    .findFirst()
                    .orElse(null);
            var now = DeclaredRules.now(settings, changed);
            var view = fleet.view(ClusterIntent.of(settings).enabled(now.enabled()));
            clusters.put(settings.name().value(), new Group(view, settings, null, now.revision()));
        }
    }

    /// What a row says counts at once, before the fleet hears of it.
    private void stored(List<ClusterRow> stored, Map<DirectorName, DirectorRow> rows, Fleet fleet) {
        Set<DirectorName> disabled = rows.values().stream()
                .filter(row -> !row.enabled())
                .map(DirectorRow::name)
                .collect(Collectors.toSet());
        for (var row : stored) {
            clusters.computeIfAbsent(
                    row.name().value(),
                    _ -> new Group(fleet.view(ClusterIntent.of(row, disabled)), null, row, row.revision()));
        }
    }

    /// By name.
    public List<Group> clusters() {
        return List.copyOf(clusters.values());
    }

    public @Nullable Group cluster(String name) {
        return clusters.get(name);
    }

    /// By name.
    public List<Place> directors() {
        return List.copyOf(directors.values());
    }

    public @Nullable Place director(String name) {
        return directors.get(name);
    }
}
