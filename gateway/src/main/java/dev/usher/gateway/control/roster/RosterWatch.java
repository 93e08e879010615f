package dev.usher.gateway.control.roster;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.contract.Words;
import dev.usher.membership.mesh.Mesh;
import dev.usher.membership.mesh.MeshCounts;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.MeshPorts;
import dev.usher.membership.mesh.Refusal;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.mesh.SignatureCheck;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Watches the roster of one cluster, from [#start] until it is closed, on a virtual thread of its own.
///
/// It reads the roster each second and whenever something is said to have changed: events are hints, as a client misses
/// some right after it connected. While the cluster is not heard the last words stay, marked so.
/// *Thread-safe:* all state is confined to its thread, but for two flags and the counts.
public final class RosterWatch implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RosterWatch.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration READ_MAX = Duration.ofSeconds(1);

    /// Makes the clients, one after the other, on a thread of the platform. Making one loads hundreds of
    /// classes, and a virtual thread that waits for a class keeps its carrier: when all carriers are kept so,
    /// and who has the class loader's lock waits for a carrier, the whole process stands still.
    private static final ExecutorService MAKER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("roster-clients").factory());

    private final RosterTarget target;
    private final Ticker ticker;
    private final Consumer<ClusterRoster> listener;
    private final ScheduledExecutorService thread;
    private final Doubts doubts;
    private final MeshCounts refusals;
    private final Hearing hearing;
    private final Set<String> names;
    private final AtomicBoolean asked = new AtomicBoolean();

    /// What the client said last of its connection.
    private volatile boolean connected;

    private @Nullable Mesh mesh;
    private @Nullable HazelcastInstance client;
    private boolean listening;
    private String said = "";
    private int membersLogged = -1;
    private int lastMembers;
    private long heardAt;

    /// @param listener told after each reading, at least once a second, on the watch's thread
    public RosterWatch(RosterTarget target, Ticker ticker, Consumer<ClusterRoster> listener) {
        this.target = target;
        this.ticker = ticker;
        this.listener = listener;
        var name = target.cluster().value();
        this.doubts = new Doubts(target.cluster());
        this.refusals = new MeshCounts(name, ticker);
        var signatures =
                target.security() instanceof Security.Mesh(var keys) ? new SignatureCheck(name, keys, ticker) : null;
        this.hearing = new Hearing(new Words(name), signatures, doubts);
        this.names = target.directors().stream().map(DirectorName::value).collect(Collectors.toUnmodifiableSet());
        this.heardAt = ticker.nanos();
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("roster-" + target.cluster()).factory());
    }

    /// Begins, and returns at once.
    public void start() {
        Timers.on(thread).every(PERIOD, this::lookSafely);
        hint();
    }

    /// Ends, soon; waits for nothing.
    @Override
    public void close() {
        thread.execute(() -> {
            if (client != null) {
                client.getLifecycleService().terminate();
            }
            if (mesh != null) {
                mesh.close();
            }
        });
        thread.shutdown();
    }

    public ClusterName cluster() {
        return target.cluster();
    }

    /// How many were refused or not believed, by reason: peers of the mesh, and words. Only reasons that occurred.
    public Map<String, Long> refused() {
        var refused = new TreeMap<String, Long>();
        for (var reason : Refusal.values()) {
            refused.put(reason.word(), refusals.of(reason));
        }
        for (var reason : Disbelief.values()) {
            refused.put(reason.word(), doubts.of(reason));
        }
        refused.values().removeIf(count -> count == 0);
        return refused;
    }

    /// Asks for a reading now, unless one is due anyway.
    private void hint() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    asked.set(false);
                    lookSafely();
                });
            } catch (RejectedExecutionException _) {
                LOG.log(Level.DEBUG, "roster of {0}: closed", target.cluster());
            }
        }
    }

    /// An exception would silently end the looking for ever.
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "roster of " + target.cluster() + ": a reading went wrong", e);
        }
    }

    private void look() {
        var members = Map.<String, String>of();
        boolean heard = false;
        try {
            var now = client();
            if (connected) {
                // Who is there is known even while the words of somebody who just died cannot be read.
                members = members(now);
                heard = true;
                heardAt = ticker.nanos();
                lastMembers = speakers(members);
                read(now, members);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
        } catch (RuntimeException | TimeoutException e) {
            LOG.log(Level.DEBUG, "roster of " + target.cluster() + ": not read", e);
        }
        log(members.size());
        listener.accept(new ClusterRoster(
                target.cluster(), heard, heard ? lastMembers : 0, lastMembers, hearing.words(members), heardAt));
    }

    /// Once for each problem, not once for each look.
    private void say(String problem) {
        if (!problem.equals(said)) {
            said = problem;
            LOG.log(Level.WARNING, "roster of {0}: no way into the mesh: {1}", target.cluster(), problem);
        }
    }

    private static int speakers(Map<String, String> members) {
        return (int) members.values().stream().distinct().count();
    }

    private void changed(LifecycleEvent event) {
        if (event.getState() == LifecycleState.CLIENT_CONNECTED) {
            connected = true;
            hint();
        } else if (event.getState() == LifecycleState.CLIENT_DISCONNECTED) {
            connected = false;
            hint();
        }
    }

    /// The client, made anew should it have ended by itself.
    private HazelcastInstance client() throws IOException, InterruptedException {
        var there = client;
        if (there != null && there.getLifecycleService().isRunning()) {
            return there;
        }
        if (mesh == null && target.security() instanceof Security.Mesh(var keys)) {
            mesh = open(keys);
            said = "";
        }
        connected = false;
        listening = false;
        // The client connects while it is being made: a listener that came later could miss that.
        var config = Client.of(target).addListenerConfig(new ListenerConfig((LifecycleListener) this::changed));
        var made = made(config);
        client = made;
        made.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                hint();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                hint();
            }
        });
        return made;
    }

    private static HazelcastInstance made(ClientConfig config) throws InterruptedException {
        try {
            return MAKER.submit(() -> HazelcastClient.newHazelcastClient(config))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Mesh open(MeshKeys keys) throws IOException {
        var party = new Mesh.Party(target.cluster().value(), "gateway", keys, target.sidecars());
        var ports = new MeshPorts(Roster.INNER_MEMBER_PORT, Roster.INNER_CLIENT_PORT);
        return Mesh.ofGateway(party, ports, refusals, ticker);
    }

    private void read(HazelcastInstance from, Map<String, String> members)
            throws InterruptedException, TimeoutException {
        IMap<String, byte[]> roster = from.getMap(Roster.MAP);
        if (!listening) {
            roster.addEntryListener(new Hints(this::hint), false);
            listening = true;
        }
        var readings = new HashMap<DirectorName, CompletableFuture<byte[]>>();
        target.directors()
                .forEach(director ->
                        readings.put(director, roster.getAsync(director.value()).toCompletableFuture()));
        long deadline = ticker.nanos() + READ_MAX.toNanos();
        for (var reading : readings.entrySet()) {
            take(reading.getKey(), reading.getValue(), members, deadline - ticker.nanos());
        }
    }

    /// A value that cannot be read leaves the last word as it is: it grows old by itself.
    private void take(
            DirectorName director, CompletableFuture<byte[]> reading, Map<String, String> members, long nanosLeft)
            throws InterruptedException, TimeoutException {
        try {
            var value = reading.get(Math.max(nanosLeft, 0), TimeUnit.NANOSECONDS);
            hearing.take(director, value, members, ticker.nanos());
        } catch (ExecutionException e) {
            LOG.log(Level.DEBUG, "roster of " + target.cluster() + ": the word of " + director + " cannot be read", e);
        }
    }

    /// Who is there: for which Director each member speaks, by the member's identity.
    private Map<String, String> members(HazelcastInstance from) {
        var members = new HashMap<String, String>();
        for (Member member : from.getCluster().getMembers()) {
            var director = member.getAttribute(Roster.ATTRIBUTE_DIRECTOR);
            if (director != null && names.contains(director)) {
                members.put(member.getUuid().toString(), director);
            }
        }
        return members;
    }

    private void log(int members) {
        if (members == membersLogged) {
            return;
        }
        if (members > 0) {
            LOG.log(
                    Level.INFO,
                    "roster of {0}: {1} of {2} sidecars present",
                    target.cluster(),
                    members,
                    target.directors().size());
        } else {
            LOG.log(
                    membersLogged < 0 ? Level.INFO : Level.WARNING,
                    "roster of {0} is not heard{1}; the gateway goes by its own checks alone",
                    target.cluster(),
                    membersLogged < 0 ? " yet" : " any more");
        }
        membersLogged = members;
    }

    private record Hints(Runnable hint)
            implements EntryAddedListener<String, byte[]>, EntryUpdatedListener<String, byte[]> {

        @Override
        public void entryAdded(EntryEvent<String, byte[]> event) {
            hint.run();
        }

        @Override
        public void entryUpdated(EntryEvent<String, byte[]> event) {
            hint.run();
        }
    }
}
