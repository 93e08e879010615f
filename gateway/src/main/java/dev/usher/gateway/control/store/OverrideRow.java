package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;

/// What people changed of a cluster that the configuration file declares; everything else of it stands in that file.
///
/// @param enabled false takes it out of service, whatever the file says
/// @param revision grows by one with each change; one that nobody changed has no row and counts as 1
public record OverrideRow(ClusterName cluster, boolean enabled, long revision) {}
