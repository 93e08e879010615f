package dev.usher.membership.app;

import dev.usher.membership.agent.Advert;
import dev.usher.membership.agent.Agent;
import dev.usher.membership.agent.AgentEvent;
import dev.usher.membership.agent.Cadence;
import dev.usher.membership.config.DirectorSettings;
import dev.usher.membership.config.SidecarSettings;
import dev.usher.membership.contract.Quorum;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.member.RosterListener;
import dev.usher.membership.member.RosterMember;
import dev.usher.membership.probe.Health;
import dev.usher.membership.probe.ProbeListener;
import dev.usher.membership.probe.ProbePace;
import dev.usher.membership.probe.ProbeResult;
import dev.usher.membership.probe.ProbeTarget;
import dev.usher.membership.probe.Prober;
import dev.usher.membership.time.Backoff;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands beside one Director: checks it, and says in the cluster how it is.
///
/// Whatever is seen becomes an event on one thread, where the [Agent] makes the next word of it. Joining, leaving and
/// the
/// version command take their time on threads of their own. When Hazelcast gives up it is started anew, with growing
/// waits.
/// *Confined to its loop, but for `start`, `stop` and the listeners, which only hand over.*
final class Attendant implements ProbeListener, RosterListener {

    private static final Logger LOG = System.getLogger(Attendant.class.getName());
    private static final Duration RUSH = Duration.ofMillis(100);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(5);

    private final SidecarSettings settings;
    private final DirectorSettings self;
    private final InetAddress address;
    private final Ticker ticker = Ticker.system();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("attendant").factory());
    private final Timers timers = Timers.on(loop);
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random()::nextDouble);
    private final Cadence cadence = new Cadence(
            RUSH.toNanos(), Duration.ofSeconds(Roster.REFRESH_SECONDS).toNanos());
    private final VersionReader version;
    private final CompletableFuture<String> problem = new CompletableFuture<>();

    private Agent agent;
    private @Nullable Advert shown;
    private long sequence;
    private long sinceEpochMillis;
    private boolean writing;
    private boolean readingVersion;
    private boolean readVersionAgain;
    private @Nullable Prober prober;
    private @Nullable RosterMember member;

    Attendant(SidecarSettings settings, DirectorSettings self, InetAddress address) {
        this.settings = settings;
        this.self = self;
        this.address = address;
        this.version = new VersionReader(settings.version(), VERSION_TIMEOUT);
        this.agent = Agent.of(settings.cluster().directors().size());
        // Begins above what an earlier run of this sidecar can have reached.
        this.sequence = ticker.epochMillis();
        this.sinceEpochMillis = sequence;
    }

    void start() {
        var taken = taken();
        if (taken != null) {
            problem.complete(taken);
            return;
        }
        post(() -> {
            readVersion();
            var probe = settings.probe();
            var pace = new ProbePace(probe.interval(), probe.healthyAfter(), probe.unhealthyAfter());
            prober = Prober.start(target(), probe.timeout(), pace, timers, this);
            timers.every(TICK, guarded(this::speak));
            join();
        });
    }

    /// Completes with words for the operator when it cannot go on.
    CompletableFuture<String> problem() {
        return problem;
    }

    /// Falls silent, leaves the cluster within `limit`, ends. Called from outside of the loop.
    void stop(Duration limit) {
        var last = new CompletableFuture<@Nullable RosterMember>();
        post(() -> {
            on(new AgentEvent.Stopping());
            if (prober != null) {
                prober.close();
            }
            last.complete(member);
        });
        var joined = last.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (joined != null) {
            joined.leave(limit);
        }
        loop.shutdownNow();
    }

    // ---- What is seen, on others' threads.

    @Override
    public void changed(Health health, ProbeResult why) {
        post(() -> {
            var known = agent.phase() != Agent.Phase.STARTING;
            LOG.log(
                    health == Health.UP ? Level.INFO : Level.WARNING,
                    "{0} is {1}: {2}",
                    self.name(),
                    health == Health.UP ? "healthy" : "unhealthy",
                    why.why());
            on(health == Health.UP ? new AgentEvent.DirectorUp() : new AgentEvent.DirectorDown());
            if (health == Health.UP && known) {
                readVersion();
            }
        });
    }

    @Override
    public void changed(Set<String> directors) {
        post(() -> {
            var configured = settings.cluster().directors();
            var present = (int) configured.stream()
                    .filter(each -> directors.contains(each.name()))
                    .count();
            var quorum = new Quorum(present, configured.size());
            if (!quorum.equals(agent.quorum())) {
                LOG.log(
                        quorum.ok() ? Level.INFO : Level.WARNING,
                        "cluster {0}: {1} {2}",
                        settings.cluster().name(),
                        quorum,
                        directors);
            }
            on(new AgentEvent.MembersChanged(quorum));
        });
    }

    @Override
    public void merged() {
        post(() -> {
            LOG.log(
                    Level.INFO,
                    "cluster {0}: merged with the others",
                    settings.cluster().name());
            cadence.forget();
            speak();
        });
    }

    @Override
    public void ended() {
        post(() -> {
            member = null;
            rejoin("Hazelcast ended by itself");
        });
    }

    // ---- On the loop.

    private void on(AgentEvent event) {
        agent = agent.on(event);
        if (!agent.advert().equals(shown)) {
            shown = agent.advert();
            sinceEpochMillis = ticker.epochMillis();
        }
        speak();
    }

    private void speak() {
        var advert = agent.advert();
        var now = ticker.nanos();
        if (member == null || writing || !cadence.due(advert, now)) {
            return;
        }
        switch (advert) {
            case Advert.Speak word -> {
                writing = true;
                cadence.spoken(advert, now);
                member.publish(word(word)).whenComplete((_, failure) -> post(() -> spoken(failure)));
            }
            case Advert.Withdraw _ -> {} // Leaving takes the word back.
        }
    }

    private void spoken(@Nullable Throwable failure) {
        writing = false;
        if (failure != null) {
            LOG.log(Level.DEBUG, "the roster did not take the word of {0}: {1}", self.name(), failure);
            cadence.forget();
        }
    }

    private DirectorWord.Builder word(Advert.Speak word) {
        return DirectorWord.newBuilder()
                .setDirector(self.name())
                .setCluster(settings.cluster().name())
                .setVersion(word.version())
                .setState(word.state())
                .putAllServices(self.services())
                .setConfigRevision(settings.cluster().revision())
                .setSequence(++sequence)
                .setSinceEpochMillis(sinceEpochMillis);
    }

    private void join() {
        Thread.ofPlatform().daemon().name("join").start(() -> {
            try {
                var joined = RosterMember.join(settings.cluster(), self, address, this);
                post(() -> joined(joined));
            } catch (RuntimeException e) {
                post(() -> rejoin(words(e)));
            }
        });
    }

    private void joined(RosterMember joined) {
        LOG.log(
                Level.INFO,
                "{0} of cluster {1}: joined at {2}:{3,number,#}",
                self.name(),
                settings.cluster().name(),
                address.getHostAddress(),
                self.port());
        backoff.reset();
        member = joined;
        cadence.forget();
        speak();
    }

    private void rejoin(String why) {
        if (agent.phase() == Agent.Phase.LEAVING) {
            return;
        }
        var wait = backoff.next();
        LOG.log(
                Level.WARNING,
                "cluster {0}: {1}; joining again in {2}",
                settings.cluster().name(),
                why,
                wait);
        on(new AgentEvent.MembersChanged(
                new Quorum(0, settings.cluster().directors().size())));
        timers.after(wait, guarded(this::join));
    }

    /// Why Hazelcast could not listen here, which no waiting would mend, or null.
    private @Nullable String taken() {
        for (int port = self.port(); port <= self.clientPort(); port++) {
            try (var _ = new ServerSocket(port, 1, address)) {
                LOG.log(Level.DEBUG, "port {0} of {1} is free", port, address);
            } catch (IOException e) {
                return "port " + port + " of " + self.address() + ": " + e.getMessage()
                        + " (expected: a free port on an address of this machine)";
            }
        }
        return null;
    }

    private static String words(Throwable e) {
        var cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + words(cause);
    }

    /// Reads it once more afterwards when asked in the meantime, so that there is never more than one command.
    private void readVersion() {
        if (readingVersion) {
            readVersionAgain = true;
            return;
        }
        readingVersion = true;
        Thread.ofPlatform().daemon().name("version-of-director").start(() -> {
            var read = version.read();
            post(() -> versionRead(read));
        });
    }

    private void versionRead(String read) {
        readingVersion = false;
        on(new AgentEvent.VersionRead(read));
        if (readVersionAgain) {
            readVersionAgain = false;
            readVersion();
        }
    }

    private ProbeTarget target() {
        var probe = settings.probe();
        return switch (probe.check()) {
            case HTTP -> new ProbeTarget.Http(self.address(), probe.portOf(self), probe.path());
            case TCP -> new ProbeTarget.Tcp(self.address(), probe.portOf(self));
        };
    }

    /// Hands over to the loop; after the end there is nothing to hand over to.
    private void post(Runnable task) {
        try {
            loop.execute(guarded(task));
        } catch (RejectedExecutionException _) {
            LOG.log(Level.DEBUG, "the sidecar has ended");
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a step of the sidecar failed; it goes on", e);
            }
        };
    }
}
