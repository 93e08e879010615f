package dev.usher.membership.agent;

import dev.usher.membership.agent.Sight.Visitor;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.SidecarState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One event being worked into an agent: what is seen here, orders at the [Clerk], and the way out. *Confined to one
/// call.*
final class Turn {

    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LEAVING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Basis basis;
    private final Rules rules;
    private final long nanos;
    private final List<Effect> effects = new ArrayList<>();
    private final Clerk clerk;
    private final Map<String, Visitor> gateways;
    private Damping damping;
    private String version;
    private Set<String> present;
    private @Nullable Exit exit;

    Turn(Agent agent, long nanos) {
        this.basis = agent.basis();
        this.rules = agent.rules();
        this.nanos = nanos;
        this.gateways = new HashMap<>(agent.sight().gateways());
        this.damping = agent.sight().damping();
        this.version = agent.sight().version();
        this.present = agent.sight().present();
        this.exit = agent.exit();
        this.clerk = new Clerk(agent, this, effects, nanos);
    }

    Step start() {
        clerk.start();
        return end();
    }

    Step on(AgentEvent event) {
        switch (event) {
            case AgentEvent.DirectorUp _ -> damping = damping.up(nanos);
            case AgentEvent.DirectorDown _ -> damping = damping.down(nanos);
            case AgentEvent.VersionRead(var read) -> version = read;
            case AgentEvent.MembersChanged(var directors) -> present = directors;
            case AgentEvent.Enrolled(var estate) -> clerk.enrolled(estate);
            case AgentEvent.Connected(var gateway) -> connected(gateway);
            case AgentEvent.Disconnected(var gateway) -> gateways.remove(gateway);
            case AgentEvent.InFlight(var gateway, var count, var withheld) ->
                visitor(gateway, visitor -> new Visitor(count, withheld, visitor.goodbye()));
            case AgentEvent.SaidGoodbye(var gateway) ->
                visitor(gateway, visitor -> new Visitor(visitor.inFlight(), visitor.withheld(), true));
            case AgentEvent.Received order -> clerk.received(order, exit != null);
            case AgentEvent.Persisted _ -> clerk.persisted();
            case AgentEvent.NotPersisted(var reason) -> clerk.notPersisted(reason);
            case AgentEvent.UpdateEnded(var id, var ok, var reason) -> clerk.updateEnded(id, ok, reason);
            case AgentEvent.RolledBack(var id, var ok, var reason) -> clerk.rolledBack(id, ok, reason);
            case AgentEvent.StopRequested _ -> stop();
            case AgentEvent.ClusterLeft _ -> left();
            case AgentEvent.Tick _ -> clerk.tick();
        }
        leave();
        return end();
    }

    // ---- For the clerk.

    String version() {
        return version;
    }

    Situation situation(SidecarState memory) {
        return new Situation(basis, memory, present);
    }

    boolean leaving() {
        return exit != null;
    }

    /// It belongs to no cluster: what the checks said is of no use any more.
    void released() {
        damping = Damping.NONE;
    }

    // ---- What is seen.

    private void connected(String gateway) {
        if (gateways.size() < Sight.GATEWAYS_MAX) {
            gateways.put(gateway, Visitor.NEW);
        }
    }

    private void visitor(String gateway, UnaryOperator<Visitor> change) {
        gateways.computeIfPresent(gateway, (_, visitor) -> change.apply(visitor));
    }

    private DirectorState checked() {
        return switch (damping.checks()) {
            case UNDECIDED -> DirectorState.STARTING;
            case DOWN -> DirectorState.UNHEALTHY;
            case UP -> damping.held(nanos) ? DirectorState.UNHEALTHY : DirectorState.HEALTHY;
        };
    }

    // ---- The way out.

    private void stop() {
        if (exit != null) {
            return;
        }
        clerk.stopped();
        var drain = !basis.drainTimeout().isZero()
                && situation(clerk.memory()).quorum().ok();
        effects.add(new Effect.SayFarewell(drain));
        exit = drain
                ? new Exit(Exit.Phase.DRAINING, nanos + basis.drainTimeout().toNanos())
                : new Exit(Exit.Phase.GOODBYE, nanos + GOODBYE_NANOS);
    }

    /// Goes on when the gateways are done, and in any case at the deadline.
    private void leave() {
        if (exit == null) {
            return;
        }
        var late = nanos - exit.deadlineNanos() >= 0;
        switch (exit.phase()) {
            case DRAINING -> {
                // Nobody connected says nothing: gateways route by the roster too.
                if (late || (!gateways.isEmpty() && gateways.values().stream().allMatch(Visitor::done))) {
                    leaveCluster();
                }
            }
            case GOODBYE -> {
                if (late || gateways.values().stream().allMatch(Visitor::goodbye)) {
                    leaveCluster();
                }
            }
            case LEAVING -> {
                if (late) {
                    ended();
                }
            }
            case ENDED -> {}
        }
    }

    private void leaveCluster() {
        effects.add(new Effect.LeaveCluster());
        exit = new Exit(Exit.Phase.LEAVING, nanos + LEAVING_NANOS);
    }

    private void left() {
        if (exit != null && exit.phase() == Exit.Phase.LEAVING) {
            ended();
        }
    }

    private void ended() {
        effects.add(new Effect.Stop());
        exit = new Exit(Exit.Phase.ENDED, nanos);
    }

    private Step end() {
        var sight = new Sight(damping, checked(), version, present, gateways);
        return new Step(new Agent(basis, rules, clerk.memory(), clerk.durable(), clerk.desk(), sight, exit), effects);
    }
}
