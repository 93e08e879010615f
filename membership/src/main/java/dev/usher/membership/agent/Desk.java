package dev.usher.membership.agent;

import dev.usher.membership.agent.AgentEvent.Received;
import dev.usher.membership.agent.Rules.Refusal;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.SidecarState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The orders that came and have no answer yet. *Immutable.*
///
/// @param writing what is being written down
/// @param work what follows once it is
/// @param waiting at most [#WAITING_MAX], in the order they came
/// @param replies answers that wait for the next write
/// @param running the update that runs, or the way back from it
/// @param failed whether the last write failed: the next one waits for a tick
record Desk(
        @Nullable SidecarState writing,
        @Nullable Work work,
        List<Received> waiting,
        List<Reply> replies,
        @Nullable Running running,
        boolean failed) {

    static final int WAITING_MAX = 16;
    static final Desk EMPTY = new Desk(null, null, List.of(), List.of(), null, false);

    /// What a write is for.
    sealed interface Work {

        /// The epoch of an order that is refused.
        record Refusing(Received order, Refusal refusal) implements Work {}

        /// An order is about to be begun.
        record Beginning(Received order) implements Work {}

        /// An order is in force.
        ///
        /// @param before what was in force until then
        record Storing(Received order, SidecarState before) implements Work {}

        /// Disk and memory differ for another reason.
        record Tidying() implements Work {}
    }

    record Reply(String gateway, String id, Outcome outcome, String reason) {}

    /// @param gateway who is to hear of its end; empty when nobody is
    /// @param directive null when it was found on disk
    record Running(String gateway, @Nullable Directive directive, long sinceNanos, String reason) {}

    Desk {
        waiting = List.copyOf(waiting);
        replies = List.copyOf(replies);
    }
}
