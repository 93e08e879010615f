package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Configure;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.Drain;
import dev.usher.membership.contract.proto.Enable;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.Release;
import dev.usher.membership.contract.proto.Undrain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One schedule: sidecars, gateways, a clock and a network that loses, delays, repeats and splits. *Confined to one
/// thread; the same seed gives the same schedule.*
final class World {

    static final String ESTATE = "estate-a";
    private static final int STEPS = 40;

    private final Chance chance;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final List<Node> nodes = new ArrayList<>();
    private final List<Coordinator> gateways;
    private final int directors;
    private long passed;
    private long number;
    private @Nullable Ack lastAnswer;

    private record Due(long at, long number, Runnable task) {}

    /// @param reached gathers what ever happened: orders carried out, outcomes told, phases of the way out
    World(long seed, Mutant mutant, Set<Object> reached) {
        this.chance = new Chance(new Random(seed));
        this.directors = chance.oneIn(2) ? 3 : 5;
        this.gateways = List.of(
                new Coordinator("gateway-1", ESTATE, 1, chance),
                new Coordinator("gateway-2", ESTATE, 2, chance),
                new Coordinator("stranger", "estate-b", 9, chance));
        var managed = chance.oneIn(2);
        var first = Coordinator.cluster("sim", 1, directors);
        for (int n = 0; n < directors; n++) {
            nodes.add(new Node(this, "director-" + n, managed ? null : first, mutant, chance, reached));
        }
    }

    long nanos() {
        return Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5) + passed;
    }

    void later(long millis, Runnable task) {
        queue.add(new Due(passed + TimeUnit.MILLISECONDS.toNanos(millis), number++, task));
    }

    void answered(String gateway, Ack ack) {
        lastAnswer = ack;
        // A coordinator whose store was restored learns of the epoch that it must exceed.
        gateways.stream()
                .filter(each -> each.name().equals(gateway) && ack.getOutcome() == Outcome.STALE_EPOCH)
                .filter(_ -> chance.oneIn(2))
                .forEach(each -> each.epoch(ack.getHighestEpoch() + 1));
    }

    /// Runs the schedule to its end, and then helps: whatever state was reached, there is a way out of it.
    void run() {
        nodes.forEach(Node::start);
        nodes.forEach(node -> node.on(new AgentEvent.MembersChanged(everybody())));
        for (int n = 0; n < STEPS; n++) {
            later(chance.millis(60_000), this::something);
        }
        for (int second = 0; second < 65; second += 5) {
            later(1_000L * second, () -> nodes.forEach(node -> node.on(new AgentEvent.Tick())));
        }
        pass(TimeUnit.SECONDS.toNanos(90));
        nodes.forEach(this::help);
    }

    private void pass(long span) {
        var until = passed + span;
        while (!queue.isEmpty() && queue.element().at() <= until) {
            var due = queue.remove();
            passed = Math.max(passed, due.at());
            due.task().run();
        }
        passed = until;
    }

    // ---- What happens.

    private void something() {
        var node = chance.of(nodes);
        switch (chance.below(24)) {
            case 0 -> node.crash();
            case 1 -> restart(node);
            case 2 -> node.on(new AgentEvent.DirectorDown());
            case 3, 4 -> node.on(new AgentEvent.DirectorUp());
            case 5, 6 -> split();
            case 7, 8 -> heal();
            case 9 -> takeOver();
            case 10 -> chance.of(gateways).epoch(1 + chance.below(6));
            case 11 -> gateway(node);
            case 12 -> stopSometimes(node);
            default -> order(node);
        }
    }

    private void restart(Node node) {
        node.crash();
        if (chance.oneIn(4)) {
            node.lose();
        }
        later(chance.millis(2_000), () -> {
            node.start();
            node.on(new AgentEvent.MembersChanged(Set.of(node.director())));
        });
    }

    private void stopSometimes(Node node) {
        if (chance.oneIn(4)) {
            node.on(new AgentEvent.StopRequested());
        }
    }

    /// Each side hears of it when it hears of it.
    private void split() {
        var cut =
                nodes.stream().filter(_ -> chance.oneIn(2)).map(Node::director).collect(Collectors.toSet());
        for (var node : nodes) {
            var side = everybody().stream()
                    .filter(each -> cut.contains(each) == cut.contains(node.director()))
                    .collect(Collectors.toSet());
            later(chance.millis(4_000), () -> node.on(new AgentEvent.MembersChanged(side)));
        }
    }

    private void heal() {
        for (var node : nodes) {
            later(chance.millis(4_000), () -> node.on(new AgentEvent.MembersChanged(everybody())));
        }
    }

    private void takeOver() {
        var highest =
                gateways.subList(0, 2).stream().mapToLong(Coordinator::epoch).max();
        gateways.get(chance.below(2)).epoch(highest.orElse(0) + 1);
    }

    private void gateway(Node node) {
        var name = chance.of(gateways).name();
        node.on(new AgentEvent.Connected(name));
        node.on(new AgentEvent.InFlight(name, chance.below(2), chance.oneIn(2)));
        if (chance.oneIn(3)) {
            node.on(chance.oneIn(2) ? new AgentEvent.SaidGoodbye(name) : new AgentEvent.Disconnected(name));
        }
    }

    /// One order, lost, delayed, and repeated as the network likes.
    private void order(Node node) {
        var gateway = chance.of(gateways);
        var directive = gateway.order(directors);
        var copies = chance.oneIn(5) ? 0 : 1 + (chance.oneIn(4) ? 1 + chance.below(2) : 0);
        for (int n = 0; n < copies; n++) {
            later(
                    chance.millis(chance.oneIn(4) ? 20_000 : 100),
                    () -> node.on(new AgentEvent.Received(gateway.name(), directive, nanos(), null)));
        }
    }

    private Set<String> everybody() {
        return IntStream.range(0, directors).mapToObj(n -> "director-" + n).collect(Collectors.toSet());
    }

    // ---- The way out.

    private void help(Node node) {
        if (chance.oneIn(2)) {
            node.crash();
        }
        node.helped();
        node.start();
        pass(TimeUnit.SECONDS.toNanos(1));
        for (int n = 0; n < 3; n++) {
            pass(TimeUnit.MINUTES.toNanos(31));
            node.on(new AgentEvent.Tick());
            pass(TimeUnit.SECONDS.toNanos(6));
            node.start();
        }
        var alone = Set.of(node.director());
        node.on(new AgentEvent.MembersChanged(alone));
        var epoch = node.disk().getEpoch() + 1;
        if (node.managed()) {
            done(node, order("release", epoch).setRelease(Release.getDefaultInstance()));
            var newest = Coordinator.cluster("sim", node.disk().getConfiguredRevision() + 1, directors);
            done(
                    node,
                    order("configure", epoch)
                            .setConfigure(Configure.newBuilder().setCluster(newest)));
        }
        done(node, order("undrain", epoch).setUndrain(Undrain.getDefaultInstance()));
        done(node, order("enable", epoch).setEnable(Enable.getDefaultInstance()));
        node.on(new AgentEvent.MembersChanged(everybody()));
        node.on(new AgentEvent.DirectorUp());
        pass(TimeUnit.SECONDS.toNanos(31));
        node.on(new AgentEvent.Tick());
        says(node, DirectorState.HEALTHY);
        done(node, order("drain", epoch).setDrain(Drain.getDefaultInstance()));
        says(node, DirectorState.DRAINING);
    }

    private static Directive.Builder order(String id, long epoch) {
        return Directive.newBuilder()
                .setId("help-" + id)
                .setEstate(ESTATE)
                .setEpoch(epoch)
                .setValidForMillis(1_000);
    }

    private void done(Node node, Directive.Builder order) {
        lastAnswer = null;
        node.on(new AgentEvent.Received("gateway-1", order.build(), nanos(), null));
        pass(TimeUnit.SECONDS.toNanos(1));
        if (lastAnswer == null || lastAnswer.getOutcome() != Outcome.DONE) {
            throw new Witness.Broken("no way out: " + order.getId() + ": " + lastAnswer);
        }
    }

    private static void says(Node node, DirectorState state) {
        var agent = node.agent();
        if (agent == null
                || !(agent.advert() instanceof Advert.Speak(var word))
                || word.getState() != state
                || !word.getQuorum()) {
            throw new Witness.Broken("no way out: not " + state + " at the end");
        }
    }
}
