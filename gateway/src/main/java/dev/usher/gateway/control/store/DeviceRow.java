package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import org.jspecify.annotations.Nullable;

/// Something that sends: a firewall, a switch, an appliance.
///
/// @param type the operator's word for it, as in `firewall`
/// @param director to which it is assigned; null for none
/// @param cluster to which it is assigned; null for none; never both
/// @param revision grows by one with each change
public record DeviceRow(
        String name,
        String type,
        @Nullable DirectorName director,
        @Nullable ClusterName cluster,
        long revision,
        long createdEpochMillis) {}
