package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;
import java.util.List;

/// All that is served, and shown of it, as it was in the store at one moment: what a gateway goes on with while the
/// store is away. *Immutable.*
///
/// @param directors by name
/// @param clusters by name
/// @param overrides of clusters that the configuration file declares
/// @param tokens by id: all that are good, and the revoked ones of clusters that the configuration file declares
/// @param devices by name
/// @param drains by Director
/// @param versions at that moment
/// @param readEpochMillis that moment
public record Copy(
        List<DirectorRow> directors,
        List<ClusterRow> clusters,
        List<OverrideRow> overrides,
        List<TokenRow> tokens,
        List<DeviceRow> devices,
        List<DrainRow> drains,
        Versions versions,
        long readEpochMillis) {

    public Copy {
        directors = List.copyOf(directors);
        clusters = List.copyOf(clusters);
        overrides = List.copyOf(overrides);
        tokens = List.copyOf(tokens);
        devices = List.copyOf(devices);
        drains = List.copyOf(drains);
    }

    /// One in which nobody is drained.
    public Copy(
            List<DirectorRow> directors,
            List<ClusterRow> clusters,
            List<OverrideRow> overrides,
            List<TokenRow> tokens,
            List<DeviceRow> devices,
            Versions versions,
            long readEpochMillis) {
        this(directors, clusters, overrides, tokens, devices, List.of(), versions, readEpochMillis);
    }

    /// The same with others of these.
    public Copy with(List<DirectorRow> directors, List<ClusterRow> clusters, List<OverrideRow> overrides) {
        return new Copy(directors, clusters, overrides, tokens, devices, drains, versions, readEpochMillis);
    }

    /// Those of one cluster.
    public List<TokenRow> tokens(ClusterName cluster) {
        return tokens.stream().filter(token -> token.cluster().equals(cluster)).toList();
    }

    /// Whether a store with these versions has the same rows.
    public boolean matches(Versions now) {
        return versions.directors() == now.directors()
                && versions.clusters() == now.clusters()
                && versions.tokens() == now.tokens()
                && versions.devices() == now.devices();
    }
}
