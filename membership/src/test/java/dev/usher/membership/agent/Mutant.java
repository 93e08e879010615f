package dev.usher.membership.agent;

import dev.usher.membership.agent.AgentEvent.Received;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Directive.OrderCase;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.SidecarState;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The agent as it is, and with one rule broken at a time.
enum Mutant {
    NONE(Rules.ALL),

    OBEYS_ANY_ESTATE(new Rules() {
        @Override
        @Nullable
        Refusal foreign(Directive directive, SidecarState memory) {
            return null;
        }
    }),

    OBEYS_OLD_EPOCHS(new Rules() {
        @Override
        @Nullable
        Refusal stale(Directive directive, SidecarState memory) {
            return null;
        }
    }),

    LETS_THE_EPOCH_FALL(new Rules() {
        @Override
        long raised(long epoch, Directive directive) {
            return directive.getEpoch();
        }
    }),

    FORGETS_THE_EPOCH_AT_RESTART(new Rules() {
        @Override
        SidecarState restarted(SidecarState found) {
            return super.restarted(found).toBuilder().clearEpoch().build();
        }
    }),

    NEEDS_NO_QUORUM(new Rules() {
        @Override
        @Nullable
        Refusal alone(Directive directive, Situation now) {
            return null;
        }
    }),

    COUNTS_WHOEVER_IS_THERE(new Rules() {
        @Override
        @Nullable
        Refusal alone(Directive directive, Situation now) {
            return now.present().size() >= 2 ? null : super.alone(directive, now);
        }
    }),

    WANTS_QUORUM_FOR_A_CONFIGURATION(new Rules() {
        @Override
        boolean needsQuorum(OrderCase order) {
            return super.needsQuorum(order) || order == OrderCase.CONFIGURE;
        }
    }),

    WANTS_QUORUM_FOR_UNDRAIN(new Rules() {
        @Override
        boolean needsQuorum(OrderCase order) {
            return super.needsQuorum(order) || order == OrderCase.UNDRAIN;
        }
    }),

    REPEATS_ORDERS(new Rules() {
        @Override
        @Nullable
        Refusal repeated(Directive directive, SidecarState memory) {
            return null;
        }
    }),

    FORGETS_WHAT_WAS_BEGUN(new Rules() {
        @Override
        SidecarState restarted(SidecarState found) {
            return super.restarted(found.toBuilder().clearBegun().build());
        }
    }),

    BEGINS_WHAT_EXPIRED(new Rules() {
        @Override
        @Nullable
        Refusal expired(Received order, long nanos) {
            return null;
        }
    }),

    LOOKS_ONLY_ONCE(new Rules() {
        @Override
        @Nullable
        Refusal overtaken(Received order, Situation now, long nanos) {
            return null;
        }
    }),

    GOES_BACK_TO_OLD_CONFIGURATIONS(new Rules() {
        @Override
        @Nullable
        Refusal outdated(Directive directive, Situation now) {
            return null;
        }
    }),

    TRUSTS_ANY_EPOCH_AFTER_A_LOSS(new Rules() {
        @Override
        @Nullable
        Refusal forgotten(Directive directive, SidecarState memory) {
            return null;
        }
    }),

    WAITS_FOR_UPDATES_FOR_EVER(new Rules() {
        @Override
        boolean overdue(long sinceNanos, long nanos) {
            return false;
        }
    }),

    ANSWERS_BEFORE_THE_DISK(Rules.ALL) {
        @Override
        Step on(Agent agent, AgentEvent event, long nanos) {
            var step = agent.on(event, nanos);
            var effects = new ArrayList<>(step.effects());
            if (event instanceof Received order
                    && step.agent().desk().work() instanceof Desk.Work.Beginning(var begun)
                    && begun.equals(order)) {
                effects.add(new Effect.Answer(
                        order.gateway(),
                        Ack.newBuilder()
                                .setId(order.directive().getId())
                                .setOutcome(Outcome.DONE)
                                .setHighestEpoch(order.directive().getEpoch())
                                .build()));
            }
            return new Step(step.agent(), effects);
        }
    },

    BEGINS_BEFORE_THE_DISK(Rules.ALL) {
        @Override
        Step on(Agent agent, AgentEvent event, long nanos) {
            var step = agent.on(event, nanos);
            return step.agent().desk().work() instanceof Desk.Work.Beginning && event instanceof Received
                    ? step.agent().on(new AgentEvent.Persisted(), nanos)
                    : step;
        }
    };

    /// Rules keep nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Rules rules;

    Mutant(Rules rules) {
        this.rules = rules;
    }

    Rules rules() {
        return rules;
    }

    Step on(Agent agent, AgentEvent event, long nanos) {
        return agent.on(event, nanos);
    }
}
