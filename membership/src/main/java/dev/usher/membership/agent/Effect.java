package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.SidecarState;

/// What is to be done about an event, in the order of the list. *Immutable.*
public sealed interface Effect {

    /// Write this down; then comes `Persisted` or `NotPersisted`. There is never a second one before that.
    record Remember(SidecarState state) implements Effect {}

    /// This order is being carried out now: for the log.
    record Carried(String gateway, Directive directive) implements Effect {}

    record Answer(String gateway, Ack ack) implements Effect {}

    /// Run this configuration from now on.
    ///
    /// @param rejoin whether the cluster must be left and joined; else services and probe change alone
    record Reconfigure(ClusterConfiguration cluster, boolean rejoin) implements Effect {}

    /// Withdraw the word and leave the cluster; then comes `ClusterLeft` if the sidecar is ending.
    record LeaveCluster() implements Effect {}

    /// Bring the Director to this version; then comes `UpdateEnded`.
    record RunUpdate(String id, String version) implements Effect {}

    /// Give up an update if it still runs, and bring the Director back; then comes `RolledBack`.
    record RollBack(String id, String version) implements Effect {}

    /// Tell all connected gateways that the sidecar leaves.
    record SayFarewell(boolean drain) implements Effect {}

    /// Everything is done: end.
    record Stop() implements Effect {}
}
