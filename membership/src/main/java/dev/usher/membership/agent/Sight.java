package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.DirectorState;
import java.util.Map;
import java.util.Set;

/// What the sidecar sees around it. *Immutable.*
///
/// @param checked how the Director is by its checks, damped
/// @param present whose sidecars are members
/// @param gateways those connected, at most [#GATEWAYS_MAX]
record Sight(
        Damping damping, DirectorState checked, String version, Set<String> present, Map<String, Visitor> gateways) {

    static final int GATEWAYS_MAX = 15;
    static final Sight NONE = new Sight(Damping.NONE, DirectorState.STARTING, "", Set.of(), Map.of());

    /// One gateway, as far as a farewell concerns it.
    record Visitor(long inFlight, boolean withheld, boolean goodbye) {

        static final Visitor NEW = new Visitor(Long.MAX_VALUE, false, false);

        /// Whether the Director may end, as far as this gateway is concerned.
        boolean done() {
            return goodbye || (withheld && inFlight == 0);
        }
    }

    Sight {
        present = Set.copyOf(present);
        gateways = Map.copyOf(gateways);
    }
}
