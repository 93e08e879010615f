package dev.usher.gateway.control.roster;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.membership.config.ClusterSettings;
import dev.usher.membership.config.DirectorSettings;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.member.RosterListener;
import dev.usher.membership.member.RosterMember;
import dev.usher.membership.mesh.MeshPeer;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.time.FreePorts;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Three sidecars' memberships in this process. *Confined to one thread.*
final class Sidecars implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private final ClusterSettings cluster;
    private final Map<Integer, RosterMember> members = new HashMap<>();
    private long sequence;

    Sidecars() {
        var ports = new ArrayList<Integer>();
        while (ports.size() < 3) {
            ports.add(FreePorts.row(2));
        }
        cluster = new ClusterSettings(
                "it",
                1,
                new Security.Plaintext(),
                IntStream.rangeClosed(1, 3)
                        .mapToObj(number -> new DirectorSettings(
                                "director-" + number, "127.0.0.1", ports.get(number - 1), Map.of("http", 80)))
                        .toList());
    }

    /// Where a gateway would look for them.
    RosterTarget target() {
        return new RosterTarget(
                new ClusterName(cluster.name()),
                cluster.directors().stream()
                        .map(each -> new MeshPeer(each.name(), each.address(), each.port()))
                        .toList(),
                cluster.security());
    }

    /// Returns when each of them sees all of them: on a busy machine one may begin alone, and merge later.
    void joinAll() {
        var complete = new ArrayList<CompletableFuture<Void>>();
        for (int number = 1; number <= 3; number++) {
            var all = new CompletableFuture<Void>();
            complete.add(all);
            var self = cluster.directors().get(number - 1);
            members.put(number, RosterMember.join(cluster, self, LOOPBACK, new Completeness(all)));
        }
        complete.forEach(all -> all.orTimeout(90, TimeUnit.SECONDS).join());
    }

    void say(int number, DirectorState state) {
        var word = DirectorWord.newBuilder()
                .setDirector("director-" + number)
                .setCluster(cluster.name())
                .setVersion("2.5.0")
                .setState(state)
                .setSequence(++sequence);
        member(number).publish(word).toCompletableFuture().join();
    }

    void leave(int number) {
        member(number).leave(Duration.ofSeconds(10));
        members.remove(number);
    }

    /// They vanish without a farewell.
    void killAll() {
        members.values().forEach(member -> member.leave(Duration.ZERO));
        members.clear();
    }

    @Override
    public void close() {
        List.copyOf(members.keySet()).forEach(this::leave);
    }

    private RosterMember member(int number) {
        var member = members.get(number);
        if (member == null) {
            throw new IllegalArgumentException("sidecar " + number + " (expected: one that joined)");
        }
        return member;
    }

    /// Waits for a member to see all three.
    private record Completeness(CompletableFuture<Void> all) implements RosterListener {

        @Override
        public void changed(Set<String> directors) {
            if (directors.size() == 3) {
                all.complete(null);
            }
        }

        @Override
        public void merged() {}

        @Override
        public void ended() {}
    }
}
