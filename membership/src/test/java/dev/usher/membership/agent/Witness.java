package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Directive.OrderCase;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.SidecarState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sees everything that one sidecar does and knows what it must not do, by reckoning of its own. *Confined to one
/// thread.*
final class Witness {

    private static final Set<OrderCase> TAKES_OUT = Set.of(OrderCase.DRAIN, OrderCase.DISABLE, OrderCase.UPDATE);
    private static final Set<Outcome> JUDGED = Set.of(
            Outcome.DONE,
            Outcome.ALREADY_DONE,
            Outcome.STALE_EPOCH,
            Outcome.EXPIRED,
            Outcome.NO_QUORUM,
            Outcome.STALE_REVISION);

    private final Map<String, Directive> received = new HashMap<>();
    private final Map<String, Long> receivedNanos = new HashMap<>();
    private final Set<String> carried = new HashSet<>();
    private long told;

    /// Broken promises of a sidecar.
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    void receives(Directive directive, long nanos) {
        received.put(key(directive), directive);
        receivedNanos.put(key(directive), nanos);
    }

    /// Its disk was lost: whatever it promised before is forgotten by everybody.
    void forgets() {
        carried.clear();
        told = 0;
    }

    void starts(Agent agent) {
        require(
                agent.memory().getEpoch() >= told,
                "the epoch fell to " + agent.memory().getEpoch() + " from " + told);
    }

    /// @param disk what lies on disk at this moment
    void sees(Agent before, Step step, SidecarState disk, long nanos) {
        var after = step.agent();
        require(
                after.memory().getEpoch() >= before.memory().getEpoch(),
                "the epoch fell to " + after.memory().getEpoch());
        require(after.memory().getPastCount() <= Orders.PAST_MAX, "it remembers too many orders");
        require(after.desk().waiting().size() <= Desk.WAITING_MAX, "too many orders wait");
        Directive order = null;
        for (var effect : step.effects()) {
            if (effect instanceof Effect.Carried(var _, var directive)) {
                require(order == null, "two orders at once");
                order = directive;
                carries(directive, before, disk, nanos);
            }
            if (effect instanceof Effect.Answer(var _, var ack)) {
                answers(ack, disk, after);
            }
        }
        changes(before, after, order);
    }

    private void carries(Directive directive, Agent before, SidecarState disk, long nanos) {
        var id = directive.getId();
        require(directive.getEstate().equals(World.ESTATE), "obeyed estate " + directive.getEstate());
        var highest = Math.max(disk.getEpoch(), before.memory().getEpoch());
        require(directive.getEpoch() >= highest, "obeyed epoch " + directive.getEpoch() + " after " + highest);
        require(
                nanos - receivedNanos.getOrDefault(key(directive), nanos)
                        <= TimeUnit.MILLISECONDS.toNanos(directive.getValidForMillis()),
                "began the expired " + id);
        require(carried.add(id), "carried out twice: " + id);
        require(disk.getBegun().equals(id), "began before it was on disk: " + id);
        if (TAKES_OUT.contains(directive.getOrderCase())) {
            require(majority(before), "took the Director out without quorum");
            require(!before.memory().getForgetful(), "took the Director out with its state lost");
        }
    }

    /// Counts by itself.
    private static boolean majority(Agent agent) {
        var cluster = agent.basis().file() == null
                ? agent.memory().getCluster()
                : agent.basis().file();
        if (cluster == null) {
            return false;
        }
        var here = cluster.getDirectorsList().stream()
                .filter(each -> agent.sight().present().contains(each.getName()))
                .count();
        return 2 * here > cluster.getDirectorsCount();
    }

    private void answers(Ack ack, SidecarState disk, Agent after) {
        require(
                ack.getHighestEpoch() <= disk.getEpoch(),
                "told epoch " + ack.getHighestEpoch() + " before it was on disk");
        told = Math.max(told, ack.getHighestEpoch());
        if (ack.getOutcome() == Outcome.DONE) {
            require(
                    disk.getPastList().stream().anyMatch(past -> past.getId().equals(ack.getId())),
                    "answered before it was on disk: " + ack.getId());
        }
        for (var directive : received.values()) {
            if (!directive.getId().equals(ack.getId()) || !directive.getEstate().equals(World.ESTATE)) {
                continue;
            }
            if (JUDGED.contains(ack.getOutcome())) {
                require(
                        ack.getHighestEpoch() <= after.memory().getEpoch() && disk.getEpoch() >= directive.getEpoch(),
                        "answered before the epoch was on disk: " + ack.getId());
            }
            if (ack.getOutcome() == Outcome.NO_QUORUM) {
                require(TAKES_OUT.contains(directive.getOrderCase()), "wants a quorum for " + directive.getOrderCase());
            }
        }
    }

    /// Nothing comes into force but by an order, or by taking one back that could not be remembered.
    private static void changes(Agent before, Agent after, @Nullable Directive order) {
        var kind = order == null ? OrderCase.ORDER_NOT_SET : order.getOrderCase();
        var takenBack = before.desk().work() instanceof Desk.Work.Storing && order == null;
        var then = before.memory();
        var now = after.memory();
        require(
                then.getDrained() || !now.getDrained() || kind == OrderCase.DRAIN || takenBack,
                "drained without an order");
        require(
                then.getDisabled() || !now.getDisabled() || kind == OrderCase.DISABLE || takenBack,
                "disabled without an order");
        require(
                before.desk().running() != null || after.desk().running() == null || kind == OrderCase.UPDATE,
                "updating without an order");
        if (order != null && kind == OrderCase.CONFIGURE && same(then, now)) {
            require(
                    now.getConfiguredEpoch() > then.getConfiguredEpoch()
                            || now.getConfiguredRevision() > then.getConfiguredRevision(),
                    "an older configuration came into force");
        }
    }

    private static boolean same(SidecarState then, SidecarState now) {
        return then.getConfiguredCluster().equals(now.getConfiguredCluster());
    }

    private static String key(Directive directive) {
        return directive.getEstate() + "/" + directive.getId();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Broken(what);
        }
    }
}
