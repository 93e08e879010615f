package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All that the rules look at, at one moment.
///
/// @param connected which Directors' sidecars are connected now
public record Known(
        List<DirectorRow> directors,
        List<ClusterRow> clusters,
        List<DeviceRow> devices,
        Declarations declared,
        Predicate<DirectorName> connected) {

    public Known {
        directors = List.copyOf(directors);
        clusters = List.copyOf(clusters);
        devices = List.copyOf(devices);
    }

    public static Known of(Records records, Declarations declared, Predicate<DirectorName> connected) {
        return new Known(records.directors(), records.clusters(), records.devices(), declared, connected);
    }

    public @Nullable DirectorRow director(DirectorName name) {
        return directors.stream()
                .filter(director -> director.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    public @Nullable ClusterRow cluster(ClusterName name) {
        return clusters.stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /// The cluster that a Director is in, stored or declared.
    public @Nullable ClusterName clusterOf(DirectorName director) {
        return clusters.stream()
                .filter(cluster -> has(cluster, director))
                .map(ClusterRow::name)
                .findFirst()
                .orElseGet(() -> declared.clusterOf(director));
    }

    /// Why a standalone Director counts as configured, each in words; empty when it does not.
    public List<String> configured(DirectorName director) {
        var how = new ArrayList<String>();
        var assigned = devicesAt(director);
        if (!assigned.isEmpty()) {
            how.add("Devices " + Words.list(assigned) + " are assigned to it");
        }
        if (declared.targeted().contains(director)) {
            how.add("a listener leads to it");
        }
        var row = director(director);
        if (row != null && row.delivered()) {
            how.add("a configuration was delivered to it");
        }
        return how;
    }

    List<String> devicesAt(DirectorName director) {
        return devices.stream()
                .filter(device -> Objects.equals(device.director(), director))
                .map(DeviceRow::name)
                .toList();
    }

    /// Those of the cluster itself, and those of its Directors.
    List<DeviceRow> devicesAt(ClusterRow cluster) {
        return devices.stream()
                .filter(device -> Objects.equals(device.cluster(), cluster.name())
                        || device.director() != null && has(cluster, device.director()))
                .toList();
    }

    private static boolean has(ClusterRow cluster, DirectorName director) {
        return cluster.directors().stream().anyMatch(member -> member.director().equals(director));
    }
}
