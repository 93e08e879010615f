package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.Directive;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a sidecar can see. *Immutable.*
public sealed interface AgentEvent {

    /// The checks found the Director healthy.
    record DirectorUp() implements AgentEvent {}

    /// The checks found the Director not healthy.
    record DirectorDown() implements AgentEvent {}

    /// The Director's version was read; empty where it could not be.
    record VersionRead(String version) implements AgentEvent {}

    /// Sidecars of these Directors are present now.
    record MembersChanged(Set<String> directors) implements AgentEvent {
        public MembersChanged {
            directors = Set.copyOf(directors);
        }
    }

    /// It belongs to this estate from now on: a gateway took its enrolment key.
    record Enrolled(String estate) implements AgentEvent {}

    record Connected(String gateway) implements AgentEvent {}

    record Disconnected(String gateway) implements AgentEvent {}

    /// What a gateway still has in flight with the Director, and whether it sends nothing new.
    record InFlight(String gateway, long count, boolean withheld) implements AgentEvent {}

    /// A gateway has done all that it does about a Farewell.
    record SaidGoodbye(String gateway) implements AgentEvent {}

    /// An order came.
    ///
    /// @param receivedNanos when it came, on the monotonic clock
    /// @param problem what cannot be about it, found by who knows the settings; null when nothing is
    record Received(
            String gateway,
            Directive directive,
            long receivedNanos,
            @Nullable String problem) implements AgentEvent {}

    /// What was last to be remembered is on disk.
    record Persisted() implements AgentEvent {}

    /// What was last to be remembered may not be on disk.
    record NotPersisted(String reason) implements AgentEvent {}

    /// The update that an order began has ended.
    record UpdateEnded(String id, boolean ok, String reason) implements AgentEvent {}

    /// The way back from an update has ended.
    record RolledBack(String id, boolean ok, String reason) implements AgentEvent {}

    /// The sidecar was told to end.
    record StopRequested() implements AgentEvent {}

    /// It is in no cluster any more, after [Effect.LeaveCluster].
    record ClusterLeft() implements AgentEvent {}

    /// Nothing but that time passes. Comes about twice a second.
    record Tick() implements AgentEvent {}
}
