package dev.usher.membership.agent;

import dev.usher.membership.contract.Quorum;

/// What a sidecar can see. *Immutable.*
public sealed interface AgentEvent {

    /// The checks found the Director healthy.
    record DirectorUp() implements AgentEvent {}

    /// The checks found the Director not healthy.
    record DirectorDown() implements AgentEvent {}

    /// The Director's version was read; empty where it could not be.
    record VersionRead(String version) implements AgentEvent {}

    /// Sidecars came or went.
    record MembersChanged(Quorum quorum) implements AgentEvent {}

    /// The sidecar was told to end.
    record Stopping() implements AgentEvent {}
}
