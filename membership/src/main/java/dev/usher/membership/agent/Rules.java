package dev.usher.membership.agent;

import dev.usher.membership.agent.AgentEvent.Received;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Directive.OrderCase;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.PastOrder;
import dev.usher.membership.contract.proto.SidecarState;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which orders are obeyed. One method for each rule, so that each can be broken alone and seen to be needed.
/// *Immutable: keeps nothing.*
class Rules {

    /// As they are meant.
    static final Rules ALL = new Rules();

    /// Nobody could raise an epoch above the last one; far from it something is wrong already.
    private static final long EPOCH_MAX = 1L << 62;

    private static final int ID_LENGTH_MAX = 128;
    private static final long UPDATE_NANOS = TimeUnit.MINUTES.toNanos(30);

    /// Why an order is not obeyed. *Immutable.*
    record Refusal(Outcome outcome, String reason) {}

    /// Why this order is not to be begun, or null. The first reason counts.
    @Nullable
    Refusal refuses(Received order, Situation now, long nanos) {
        return first(
                () -> unreadable(order.directive()),
                () -> foreign(order.directive(), now.memory()),
                () -> stale(order.directive(), now.memory()),
                () -> repeated(order.directive(), now.memory()),
                () -> expired(order, nanos),
                () -> impossible(order, now),
                () -> outdated(order.directive(), now),
                () -> forgotten(order.directive(), now.memory()),
                () -> alone(order.directive(), now));
    }

    /// What may have changed while the order was written down.
    @Nullable
    Refusal overtaken(Received order, Situation now, long nanos) {
        return first(
                () -> foreign(order.directive(), now.memory()),
                () -> expired(order, nanos),
                () -> alone(order.directive(), now));
    }

    @Nullable
    Refusal unreadable(Directive directive) {
        var id = directive.getId();
        if (id.isEmpty() || id.length() > ID_LENGTH_MAX) {
            return impossible("id: " + id.length() + " characters (expected: 1.." + ID_LENGTH_MAX + ")");
        }
        var epoch = directive.getEpoch();
        if (epoch < 1 || epoch > EPOCH_MAX) {
            return impossible(
                    "epoch: " + Long.toUnsignedString(epoch) + " (expected: at least 1, at most " + EPOCH_MAX + ")");
        }
        return directive.getOrderCase() == OrderCase.ORDER_NOT_SET
                ? impossible("an order that this release does not know")
                : null;
    }

    @Nullable
    Refusal foreign(Directive directive, SidecarState memory) {
        return !memory.getEstate().isEmpty() && directive.getEstate().equals(memory.getEstate())
                ? null
                : new Refusal(
                        Outcome.WRONG_ESTATE,
                        "estate: " + directive.getEstate() + " (expected: " + memory.getEstate() + ")");
    }

    @Nullable
    Refusal stale(Directive directive, SidecarState memory) {
        return directive.getEpoch() >= memory.getEpoch()
                ? null
                : new Refusal(
                        Outcome.STALE_EPOCH,
                        "epoch: " + directive.getEpoch() + " (expected: at least " + memory.getEpoch() + ")");
    }

    /// Begun before, however it ended.
    @Nullable
    Refusal repeated(Directive directive, SidecarState memory) {
        return memory.getPastList().stream()
                .filter(past -> past.getId().equals(directive.getId()))
                .findFirst()
                .map(Rules::again)
                .orElse(null);
    }

    /// Counted from receipt: a gateway's clock and ours know nothing of each other.
    @Nullable
    Refusal expired(Received order, long nanos) {
        var valid = Integer.toUnsignedLong(order.directive().getValidForMillis());
        return nanos - order.receivedNanos() <= TimeUnit.MILLISECONDS.toNanos(valid)
                ? null
                : new Refusal(Outcome.EXPIRED, "not begun within " + valid + "ms");
    }

    @Nullable
    Refusal impossible(Received order, Situation now) {
        if (order.problem() != null) {
            return impossible(order.problem());
        }
        var basis = now.basis();
        return switch (order.directive().getOrderCase()) {
            case CONFIGURE -> !basis.managed() ? impossible("its configuration comes from a file") : moved(order, now);
            case RELEASE -> basis.managed() ? null : impossible("its configuration comes from a file");
            case UPDATE -> unable(order.directive().getUpdate().getVersion(), now);
            case DRAIN, UNDRAIN, DISABLE, ENABLE, ORDER_NOT_SET -> null;
        };
    }

    /// By (epoch, revision) within one cluster; no clock has a say.
    @Nullable
    Refusal outdated(Directive directive, Situation now) {
        if (directive.getOrderCase() != OrderCase.CONFIGURE) {
            return null;
        }
        var offered = directive.getConfigure().getCluster();
        var memory = now.memory();
        var newest = memory.getConfiguredRevision();
        if (!offered.getName().equals(memory.getConfiguredCluster())
                || directive.getEpoch() > memory.getConfiguredEpoch()
                || Long.compareUnsigned(offered.getRevision(), newest) > 0) {
            return null;
        }
        if (offered.equals(now.cluster())) {
            return new Refusal(Outcome.ALREADY_DONE, "revision " + newest + " runs");
        }
        return new Refusal(
                Outcome.STALE_REVISION,
                "revision: " + Long.toUnsignedString(offered.getRevision()) + " (expected: above "
                        + Long.toUnsignedString(newest) + ")");
    }

    /// After the loss of its state it cannot tell an old coordinator from the present one.
    @Nullable
    Refusal forgotten(Directive directive, SidecarState memory) {
        return memory.getForgetful() && takesOut(directive.getOrderCase())
                ? impossible(
                        "its state was lost, and the highest epoch with it (expected: undrain, enable, release or a"
                                + " configuration first)")
                : null;
    }

    /// Without a majority nothing is taken out; whatever mends a broken cluster is obeyed.
    @Nullable
    Refusal alone(Directive directive, Situation now) {
        return !needsQuorum(directive.getOrderCase()) || now.quorum().ok()
                ? null
                : new Refusal(Outcome.NO_QUORUM, now.quorum().toString());
    }

    boolean needsQuorum(OrderCase order) {
        return takesOut(order);
    }

    /// The highest epoch after an order of the own estate was judged, obeyed or not.
    long raised(long epoch, Directive directive) {
        return Math.max(epoch, directive.getEpoch());
    }

    /// Whether an update, or the way back from it, has taken so long that it will never end.
    boolean overdue(long sinceNanos, long nanos) {
        return nanos - sinceNanos >= UPDATE_NANOS;
    }

    /// What was found on disk, as it is in a new run: what was begun then has failed, and an update must be undone.
    SidecarState restarted(SidecarState found) {
        var next = found.toBuilder().setRun(found.getRun() + 1).clearBegun();
        if (found.hasUpdate()) {
            next.getUpdateBuilder().setRollingBack(true);
        } else if (!found.getBegun().isEmpty()) {
            Orders.ended(next, found.getBegun(), Outcome.FAILED);
        }
        return next.build();
    }

    private static boolean takesOut(OrderCase order) {
        return switch (order) {
            case DRAIN, DISABLE, UPDATE -> true;
            case CONFIGURE, UNDRAIN, ENABLE, RELEASE, ORDER_NOT_SET -> false;
        };
    }

    /// A Director changes its cluster by being released first: a late configuration of the old one cannot fetch it
    /// back.
    private static @Nullable Refusal moved(Received order, Situation now) {
        var offered = order.directive().getConfigure().getCluster();
        var current = now.cluster();
        return current == null || current.getName().equals(offered.getName())
                ? null
                : impossible("cluster: " + offered.getName() + " (expected: " + current.getName()
                        + ", or its release first)");
    }

    private static @Nullable Refusal unable(String version, Situation now) {
        if (!now.basis().updates()) {
            return impossible("no driver can update the Director (expected: update in the sidecar's file)");
        }
        if (now.memory().hasUpdate()) {
            return impossible("updating to " + now.memory().getUpdate().getVersion() + " (expected: its end first)");
        }
        return version.matches("[!-~]([ -~]{0,62}[!-~])?")
                ? null
                : impossible("version: " + version.length() + " characters (expected: 1..64 printable ones)");
    }

    private static Refusal again(PastOrder past) {
        return past.getOutcome() == Outcome.DONE
                ? new Refusal(Outcome.ALREADY_DONE, "was carried out before")
                : new Refusal(past.getOutcome(), "was begun before and went wrong");
    }

    private static Refusal impossible(String reason) {
        return new Refusal(Outcome.NOT_POSSIBLE, reason);
    }

    @SafeVarargs
    private static @Nullable Refusal first(Supplier<@Nullable Refusal>... rules) {
        for (var rule : rules) {
            var refusal = rule.get();
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /// Whether the cluster must be left and joined for this change. A new certificate by the same authority is shown
    /// from the next joining on.
    static boolean rejoins(@Nullable ClusterConfiguration before, ClusterConfiguration after) {
        return before == null
                || !before.getName().equals(after.getName())
                || before.getPlaintextAccepted() != after.getPlaintextAccepted()
                || !before.getMesh().getAuthority().equals(after.getMesh().getAuthority())
                || !Orders.places(before).equals(Orders.places(after));
    }
}
