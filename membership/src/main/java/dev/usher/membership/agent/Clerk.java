package dev.usher.membership.agent;

import dev.usher.membership.agent.AgentEvent.Received;
import dev.usher.membership.agent.Desk.Reply;
import dev.usher.membership.agent.Desk.Running;
import dev.usher.membership.agent.Desk.Work;
import dev.usher.membership.agent.Rules.Refusal;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.SidecarState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Handles orders within one [Turn]: judged, written down as begun, begun, written down as done, answered.
///
/// One write at a time, so the next order waits. That an order was begun is on disk before it is: what the end of the
/// process leaves half done is known afterwards, and never done twice. No answer goes out before the epoch it tells is
/// on
/// disk. When a write fails, the order fails and what was in force before it is again; the epoch stays raised in
/// memory,
/// and is written again with the next tick. *Confined to one call.*
final class Clerk {

    private static final String ENDING = "the sidecar ends";

    private final Basis basis;
    private final Rules rules;
    private final Turn turn;
    private final List<Effect> effects;
    private final long nanos;
    private final List<Received> waiting;
    private final List<Reply> replies;
    private SidecarState memory;
    private SidecarState durable;
    private @Nullable SidecarState writing;
    private @Nullable Work work;
    private @Nullable Running running;
    private boolean failed;

    Clerk(Agent agent, Turn turn, List<Effect> effects, long nanos) {
        this.basis = agent.basis();
        this.rules = agent.rules();
        this.turn = turn;
        this.effects = effects;
        this.nanos = nanos;
        this.memory = agent.memory();
        this.durable = agent.durable();
        this.waiting = new ArrayList<>(agent.desk().waiting());
        this.replies = new ArrayList<>(agent.desk().replies());
        this.writing = agent.desk().writing();
        this.work = agent.desk().work();
        this.running = agent.desk().running();
        this.failed = agent.desk().failed();
    }

    SidecarState memory() {
        return memory;
    }

    SidecarState durable() {
        return durable;
    }

    Desk desk() {
        return new Desk(writing, work, waiting, replies, running, failed);
    }

    /// Undoes the update that the last run left half done.
    void start() {
        if (!memory.hasUpdate()) {
            return;
        }
        running = new Running("", null, nanos, "the sidecar ended in between");
        if (basis.updates()) {
            rollBack();
        } else {
            over(Outcome.FAILED, "no driver can bring the Director back");
        }
    }

    void enrolled(String estate) {
        if (!estate.equals(memory.getEstate())) {
            memory = Orders.moved(memory, estate);
            next();
        }
    }

    void received(Received order, boolean leaving) {
        if (leaving) {
            answer(order, new Refusal(Outcome.NOT_POSSIBLE, ENDING));
        } else if (!asksAgain(order)) {
            if (waiting.size() == Desk.WAITING_MAX) {
                answer(order, new Refusal(Outcome.NOT_POSSIBLE, waiting.size() + " orders wait (expected: fewer)"));
                return;
            }
            waiting.add(order);
            next();
        }
    }

    void stopped() {
        waiting.forEach(order -> answer(order, new Refusal(Outcome.NOT_POSSIBLE, ENDING)));
        waiting.clear();
    }

    void tick() {
        if (running != null && rules.overdue(running.sinceNanos(), nanos)) {
            var id = memory.getUpdate().getId();
            if (memory.getUpdate().getRollingBack()) {
                rolledBack(id, false, "the way back had no end");
            } else {
                updateEnded(id, false, "the update had no end");
            }
        }
        failed = false;
        next();
    }

    // ---- Writing.

    void persisted() {
        if (writing == null || work == null) {
            return;
        }
        durable = writing;
        var done = work;
        writing = null;
        work = null;
        switch (done) {
            case Work.Refusing(var order, var refusal) -> answer(order, refusal);
            case Work.Beginning(var order) -> begin(order);
            case Work.Storing(var order, var _) -> answer(order, new Refusal(Outcome.DONE, ""));
            case Work.Tidying _ -> {}
        }
        settle();
        next();
    }

    void notPersisted(String reason) {
        if (writing == null || work == null) {
            return;
        }
        var refusal = new Refusal(Outcome.FAILED, "the sidecar cannot remember it: " + reason);
        var done = work;
        writing = null;
        work = null;
        failed = true;
        switch (done) {
            case Work.Refusing(var order, var _) -> answer(order, refusal);
            case Work.Beginning(var order) -> {
                memory = Orders.notBegun(memory, order.directive());
                answer(order, refusal);
            }
            case Work.Storing(var order, var before) -> {
                into(Orders.undone(memory, before, order.directive()));
                answer(order, refusal);
            }
            case Work.Tidying _ -> {}
        }
        next();
    }

    /// Tells of the updates whose end is on disk.
    private void settle() {
        for (var reply : List.copyOf(replies)) {
            if (durable.getPastList().stream().anyMatch(past -> past.getId().equals(reply.id()))) {
                answer(reply.gateway(), reply.id(), new Refusal(reply.outcome(), reply.reason()));
                replies.remove(reply);
            }
        }
    }

    /// Takes up the next order, or brings the disk up to memory, unless a write is under way.
    private void next() {
        while (work == null && !waiting.isEmpty()) {
            judge(waiting.removeFirst());
        }
        if (work == null && !failed && !memory.equals(durable)) {
            write(new Work.Tidying());
        }
    }

    private void write(Work purpose) {
        writing = memory;
        work = purpose;
        effects.add(new Effect.Remember(memory));
    }

    // ---- One order.

    private void judge(Received order) {
        var directive = order.directive();
        var refusal = rules.refuses(order, turn.situation(memory), nanos);
        if (rules.unreadable(directive) == null && rules.foreign(directive, memory) == null) {
            var epoch = rules.raised(memory.getEpoch(), directive);
            memory = memory.toBuilder().setEpoch(epoch).build();
        }
        if (refusal == null) {
            memory = Orders.begun(memory, directive, turn.version());
            write(new Work.Beginning(order));
        } else if (memory.getEpoch() != toldEpoch()) {
            write(new Work.Refusing(order, refusal));
        } else {
            answer(order, refusal);
        }
    }

    private void begin(Received order) {
        var directive = order.directive();
        var refusal = turn.leaving()
                ? new Refusal(Outcome.NOT_POSSIBLE, ENDING)
                : rules.overtaken(order, turn.situation(memory), nanos);
        if (refusal != null) {
            memory = Orders.notBegun(memory, directive);
            answer(order, refusal);
            return;
        }
        effects.add(new Effect.Carried(order.gateway(), directive));
        if (directive.hasUpdate()) {
            running = new Running(order.gateway(), directive, nanos, "");
            effects.add(new Effect.RunUpdate(
                    directive.getId(), directive.getUpdate().getVersion()));
            return;
        }
        var before = memory;
        into(Orders.carriedOut(memory, directive));
        write(new Work.Storing(order, before));
    }

    /// Puts `after` in force.
    private void into(SidecarState after) {
        var before = turn.situation(memory).cluster();
        memory = after;
        var cluster = turn.situation(memory).cluster();
        if (cluster == null && before != null) {
            turn.released();
            effects.add(new Effect.LeaveCluster());
        } else if (cluster != null && !cluster.equals(before)) {
            effects.add(new Effect.Reconfigure(cluster, Rules.rejoins(before, cluster)));
        }
    }

    /// The very same order is being worked on: whoever asked last hears of its end.
    private boolean asksAgain(Received order) {
        var directive = order.directive();
        if (running != null && directive.equals(running.directive())) {
            running = new Running(order.gateway(), directive, running.sinceNanos(), running.reason());
            return true;
        }
        var worked = switch (work) {
            case Work.Refusing(var other, var _) -> other;
            case Work.Beginning(var other) -> other;
            case Work.Storing(var other, var _) -> other;
            case Work.Tidying _ -> null;
            case null -> null;
        };
        return (worked != null && worked.directive().equals(directive))
                || waiting.stream().anyMatch(other -> other.directive().equals(directive));
    }

    // ---- Updates.

    void updateEnded(String id, boolean ok, String reason) {
        if (running == null
                || !id.equals(memory.getUpdate().getId())
                || memory.getUpdate().getRollingBack()) {
            return;
        }
        if (ok) {
            over(Outcome.DONE, reason);
            return;
        }
        running = new Running(running.gateway(), running.directive(), nanos, reason);
        var next = memory.toBuilder();
        next.getUpdateBuilder().setRollingBack(true);
        memory = next.build();
        rollBack();
        next();
    }

    void rolledBack(String id, boolean ok, String reason) {
        if (running == null
                || !id.equals(memory.getUpdate().getId())
                || !memory.getUpdate().getRollingBack()) {
            return;
        }
        over(Outcome.FAILED, running.reason() + (ok ? "; brought back" : "; not brought back: " + reason));
    }

    private void rollBack() {
        var update = memory.getUpdate();
        effects.add(new Effect.RollBack(update.getId(), update.getPreviousVersion()));
    }

    private void over(Outcome outcome, String reason) {
        if (running != null && !running.gateway().isEmpty()) {
            replies.add(new Reply(running.gateway(), memory.getUpdate().getId(), outcome, reason));
        }
        running = null;
        memory = Orders.updated(memory, outcome);
        next();
    }

    // ---- Answers.

    private void answer(Received order, Refusal why) {
        answer(order.gateway(), order.directive().getId(), why);
    }

    private void answer(String gateway, String id, Refusal why) {
        effects.add(new Effect.Answer(
                gateway,
                Ack.newBuilder()
                        .setId(id)
                        .setOutcome(why.outcome())
                        .setReason(why.reason())
                        .setHighestEpoch(toldEpoch())
                        .build()));
    }

    /// The highest epoch of its estate that is on disk for certain.
    private long toldEpoch() {
        return durable.getEstate().equals(memory.getEstate()) ? durable.getEpoch() : 0;
    }
}
