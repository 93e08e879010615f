package dev.usher.membership.member;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.map.IMap;
import dev.usher.membership.config.ClusterSettings;
import dev.usher.membership.config.DirectorSettings;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.contract.Words;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.mesh.Mesh;
import dev.usher.membership.mesh.MeshCounts;
import dev.usher.membership.mesh.MeshPeer;
import dev.usher.membership.mesh.MeshPorts;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.mesh.Signer;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One membership of the cluster, from joining to leaving.
///
/// It says who is present and holds this Director's word up for everybody to see. It decides nothing: on either side of
/// a
/// split it goes on with whom it sees. *Thread-safe: Hazelcast is, and the last word is volatile.*
public final class RosterMember {

    private static final Logger LOG = System.getLogger(RosterMember.class.getName());

    /// Longer than Hazelcast's own limit for a call. A write that is on its way while two halves of a cluster merge may
    /// never end; whoever waited for it would never speak again.
    private static final long WRITING_SECONDS_MAX = 8;

    private final HazelcastInstance hazelcast;
    private final DirectorSettings self;
    private final Words words;
    private final IMap<String, byte[]> roster;
    private final @Nullable Mesh mesh;
    private final @Nullable Signer signer;
    private volatile byte @Nullable [] spoken;
    private volatile CompletableFuture<?> last = CompletableFuture.completedFuture("nothing");
    private volatile boolean leaving;

    private RosterMember(
            HazelcastInstance hazelcast, ClusterSettings cluster, DirectorSettings self, @Nullable Mesh mesh) {
        this.hazelcast = hazelcast;
        this.self = self;
        this.words = new Words(cluster.name());
        this.roster = hazelcast.getMap(Roster.MAP);
        this.mesh = mesh;
        this.signer = cluster.security() instanceof Security.Mesh(var keys) ? new Signer(keys) : null;
    }

    /// Joins those who are there, or begins alone. Blocks for a few seconds.
    ///
    /// @param address the one of this machine to listen on
    public static RosterMember join(
            ClusterSettings cluster, DirectorSettings self, InetAddress address, RosterListener listener) {
        var mesh = mesh(cluster, self, address);
        var hazelcast = hazelcast(MemberConfig.of(cluster, self, mesh == null ? address : mesh.inner()), mesh);
        var member = new RosterMember(hazelcast, cluster, self, mesh);
        hazelcast.getLifecycleService().addLifecycleListener(event -> member.heard(event, listener));
        hazelcast.getCluster().addMembershipListener(member.watching(listener));
        listener.changed(member.present());
        return member;
    }

    private static @Nullable Mesh mesh(ClusterSettings cluster, DirectorSettings self, InetAddress address) {
        if (!(cluster.security() instanceof Security.Mesh(var keys))) {
            return null;
        }
        var peers = cluster.directors().stream()
                .map(each -> new MeshPeer(each.name(), each.address(), each.port()))
                .toList();
        var party = new Mesh.Party(cluster.name(), self.name(), keys, peers);
        var ports = new MeshPorts(Roster.INNER_MEMBER_PORT, Roster.INNER_CLIENT_PORT);
        var ticker = Ticker.system();
        try {
            return Mesh.ofSidecar(party, address, ports, new MeshCounts(cluster.name(), ticker), ticker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HazelcastInstance hazelcast(Config config, @Nullable Mesh mesh) {
        try {
            return Hazelcast.newHazelcastInstance(config);
        } catch (RuntimeException e) {
            if (mesh != null) {
                mesh.close();
            }
            throw e;
        }
    }

    /// The Directors whose sidecars are present.
    public Set<String> present() {
        var present = new TreeSet<String>();
        for (var member : hazelcast.getCluster().getMembers()) {
            var director = member.getAttribute(Roster.ATTRIBUTE_DIRECTOR);
            if (director != null && Roster.ROLE_DIRECTOR.equals(member.getAttribute(Roster.ATTRIBUTE_ROLE))) {
                present.add(director);
            }
        }
        return present;
    }

    /// Holds `word` up, its speaker filled in. The stage gives the word in full, or fails when the roster cannot be
    /// written within some seconds.
    public CompletionStage<DirectorWord> publish(DirectorWord.Builder word) {
        try {
            var speaker = hazelcast.getCluster().getLocalMember().getUuid().toString();
            var whole = word.setMember(speaker).build();
            var bytes = encode(whole);
            var writing = roster.setAsync(self.name(), bytes)
                    .thenApply(_ -> {
                        spoken = bytes;
                        return whole;
                    })
                    .toCompletableFuture()
                    .orTimeout(WRITING_SECONDS_MAX, TimeUnit.SECONDS);
            last = writing;
            return writing;
        } catch (RuntimeException e) {
            // A member that is gone, a word that is too large: whatever it is, the next word is tried as usual.
            return CompletableFuture.failedFuture(e);
        }
    }

    private byte[] encode(DirectorWord word) {
        if (signer == null) {
            return words.encode(word);
        }
        var bytes = word.toByteArray();
        return words.encode(bytes, signer.sign(bytes), signer.certificate());
    }

    /// Takes the word back if it is still this sidecar's, and leaves in good order; after `limit` it just goes, with
    /// none at once.
    public void leave(Duration limit) {
        leaving = true;
        try {
            farewell(limit);
        } finally {
            closeMesh();
        }
    }

    private void farewell(Duration limit) {
        if (limit.isZero()) {
            hazelcast.getLifecycleService().terminate();
            return;
        }
        var farewell = new FutureTask<>(this::farewell, null);
        Thread.ofPlatform().daemon().name("farewell").start(farewell);
        try {
            farewell.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return;
        } catch (TimeoutException _) {
            LOG.log(Level.WARNING, "leaving the cluster took more than {0}: going without a farewell", limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "leaving the cluster without a farewell: {0}", e.getCause());
        }
        hazelcast.getLifecycleService().terminate();
    }

    private void farewell() {
        last.handle((_, _) -> true).join();
        var word = spoken;
        if (word != null) {
            roster.remove(self.name(), word);
        }
        hazelcast.shutdown();
    }

    private void heard(LifecycleEvent event, RosterListener listener) {
        LOG.log(Level.DEBUG, "Hazelcast is {0}", event.getState());
        switch (event.getState()) {
            case MERGED -> {
                listener.merged();
                listener.changed(present());
            }
            case SHUTDOWN -> {
                if (!leaving) {
                    closeMesh();
                    listener.ended();
                }
            }
            default -> {}
        }
    }

    private void closeMesh() {
        if (mesh != null) {
            mesh.close();
        }
    }

    private MembershipListener watching(RosterListener listener) {
        return new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                warnOfTwin(event.getMember());
                listener.changed(present());
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                listener.changed(present());
            }
        };
    }

    private void warnOfTwin(Member other) {
        if (!other.localMember() && self.name().equals(other.getAttribute(Roster.ATTRIBUTE_DIRECTOR))) {
            LOG.log(
                    Level.ERROR,
                    "another sidecar at {0} speaks for {1} too (expected: one sidecar beside each Director)",
                    other.getAddress(),
                    self.name());
        }
    }
}
