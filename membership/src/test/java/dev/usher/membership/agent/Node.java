package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.SidecarState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One sidecar of the simulation, with its disk, which keeps what was written though the process dies. *Confined to one
/// thread.*
final class Node {

    private final World world;
    private final Chance chance;
    private final Basis basis;
    private final Mutant mutant;
    private final Set<Object> reached;
    private final Witness witness = new Witness();
    private SidecarState disk = SidecarState.getDefaultInstance();
    private @Nullable SidecarState writing;
    private @Nullable Agent agent;
    private boolean helped;
    private int run;

    Node(
            World world,
            String director,
            @Nullable ClusterConfiguration file,
            Mutant mutant,
            Chance chance,
            Set<Object> reached) {
        this.world = world;
        this.reached = reached;
        this.chance = chance;
        this.mutant = mutant;
        var drain = chance.oneIn(2) ? Duration.ZERO : Duration.ofSeconds(10);
        this.basis = new Basis(director, file, !chance.oneIn(4), drain);
    }

    String director() {
        return basis.director();
    }

    @Nullable
    Agent agent() {
        return agent;
    }

    SidecarState disk() {
        return disk;
    }

    boolean managed() {
        return basis.managed();
    }

    void start() {
        if (agent != null) {
            return;
        }
        run++;
        // The process writes its new run down before anything else, and does not start where it cannot.
        disk = mutant.rules().restarted(disk);
        var step = Agent.start(basis, mutant.rules(), disk, world.nanos());
        agent = step.agent();
        witness.starts(step.agent());
        step.effects().forEach(this::perform);
        soon(200, new AgentEvent.Enrolled(World.ESTATE));
    }

    /// The process is gone; what was being written may be on disk or not.
    void crash() {
        agent = null;
        if (writing != null && chance.oneIn(2)) {
            disk = writing;
        }
        writing = null;
    }

    /// The disk is found unreadable: the sidecar begins anew and knows that it forgot.
    void lose() {
        if (agent == null) {
            disk = SidecarState.newBuilder().setForgetful(true).build();
            witness.forgets();
        }
    }

    /// From now on disk and driver do what they should.
    void helped() {
        helped = true;
    }

    void on(AgentEvent event) {
        if (agent == null) {
            return;
        }
        if (event instanceof AgentEvent.Received order) {
            witness.receives(order.directive(), order.receivedNanos());
        }
        var before = agent;
        var step = mutant.on(before, event, world.nanos());
        agent = step.agent();
        reach(step.agent());
        witness.sees(before, step, disk, world.nanos());
        step.effects().forEach(this::perform);
    }

    private void reach(Agent reachedAgent) {
        var exit = reachedAgent.exit();
        if (exit != null) {
            reached.add(exit.phase());
        }
        if (reachedAgent.desk().running() != null
                && reachedAgent.memory().getUpdate().getRollingBack()) {
            reached.add(Effect.RollBack.class);
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Remember(var state) -> write(state);
            case Effect.Answer(var gateway, var ack) -> {
                reached.add(ack.getOutcome());
                world.answered(gateway, ack);
            }
            case Effect.RunUpdate(var id, var _) -> ends(new AgentEvent.UpdateEnded(id, !chance.oneIn(3), "as it is"));
            case Effect.RollBack(var id, var _) -> ends(new AgentEvent.RolledBack(id, !chance.oneIn(3), "as it is"));
            case Effect.LeaveCluster _ -> soon(3_000, new AgentEvent.ClusterLeft());
            case Effect.Stop _ -> {
                crash();
                world.later(chance.millis(3_000), this::start);
            }
            case Effect.Carried(var _, var directive) -> reached.add(directive.getOrderCase());
            case Effect.Reconfigure _, Effect.SayFarewell _ -> {}
        }
    }

    private void ends(AgentEvent event) {
        if (!chance.oneIn(5) && !helped) {
            soon(20_000, event);
        }
    }

    private void write(SidecarState state) {
        if (writing != null) {
            throw new Witness.Broken("two writes at once");
        }
        writing = state;
        var fails = !helped && chance.oneIn(12);
        var lands = !fails || chance.oneIn(2);
        var delay = helped ? 0 : chance.millis(chance.of(List.of(5, 50, 6_000)));
        var writer = run;
        world.later(delay, () -> {
            if (writer != run || agent == null) {
                return;
            }
            disk = lands ? state : disk;
            writing = null;
            on(fails ? new AgentEvent.NotPersisted("disk full") : new AgentEvent.Persisted());
        });
    }

    private void soon(int millis, AgentEvent event) {
        var writer = run;
        world.later(helped ? 0 : chance.millis(millis), () -> {
            if (writer == run) {
                on(event);
            }
        });
    }
}
