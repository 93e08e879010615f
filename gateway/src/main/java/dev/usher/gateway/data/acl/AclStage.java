package dev.usher.gateway.data.acl;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.core.snapshot.Listener;
import org.jspecify.annotations.Nullable;

/// Judges addresses: once when somebody knocks, before a byte is read, and once more when it is known where
/// they want to go. *Stateless;* makes no garbage.
public final class AclStage {

    private AclStage() {}

    /// Why a connection from `peer` must be closed at once, or null when it may stay.
    ///
    /// A trusted proxy may always stay: the addresses that are judged are those it forwards, request by
    /// request.
    public static @Nullable Cause atAccept(Listener listener, IpAddress peer) {
        return admits(listener.reachable(), peer) || listener.trustedProxies().admits(peer) ? null : Cause.ACL_DENIED;
    }

    /// Why the cluster that a request is routed to does not take it from its source, or null when it does.
    public static @Nullable Cause forCluster(Routed routed) {
        return admits(routed.cluster().restriction(), routed.source()) ? null : Cause.ACL_DENIED;
    }

    private static boolean admits(@Nullable AccessList list, IpAddress address) {
        return list == null || list.admits(address);
    }
}
