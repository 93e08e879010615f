package dev.usher.membership.agent;

/// How far the sidecar is on its way out. *Immutable.*
///
/// @param deadlineNanos when the next phase begins at the latest
record Exit(Phase phase, long deadlineNanos) {

    enum Phase {
        /// The gateways empty the Director.
        DRAINING,
        /// The gateways take leave.
        GOODBYE,
        /// The cluster is being left.
        LEAVING,
        ENDED
    }
}
