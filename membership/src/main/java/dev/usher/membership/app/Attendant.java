package dev.usher.membership.app;

import dev.usher.membership.agent.Agent;
import dev.usher.membership.agent.AgentEvent;
import dev.usher.membership.agent.Basis;
import dev.usher.membership.agent.Effect;
import dev.usher.membership.channel.ChannelSettings;
import dev.usher.membership.channel.Channels;
import dev.usher.membership.config.ManagedCluster;
import dev.usher.membership.config.ManagedCluster.Judged;
import dev.usher.membership.config.SidecarSettings;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.SidecarState;
import dev.usher.membership.probe.Health;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands beside one Director: whatever is seen becomes an event on one thread, where the [Agent] says what is to be
/// done, and here it is done: remembered, answered, reported, joined, left. *Confined to its loop, but for `start`,
/// `stop` and the listeners, which only hand over.*
final class Attendant {

    private static final Logger LOG = System.getLogger(Attendant.class.getName());
    private static final String NO_DRIVER = "no driver can update the Director";
    private static final Duration TICK = Duration.ofMillis(500);

    private final SidecarSettings settings;
    private final String director;
    private final DataFolder folder;
    private final StateFile file;
    private final Channels.Opener opener;
    private final Ticker ticker = Ticker.system();
    private final Loop loop = new Loop();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Checks checks;
    private final Presence presence;
    private final SidecarState first;

    private @Nullable Agent agent;
    private Channels channels = Channels.NONE;
    private @Nullable Hello told;
    private @Nullable ClusterConfiguration stranded;
    private DirectorState shown = DirectorState.DIRECTOR_STATE_UNSPECIFIED;
    private long sinceEpochMillis;

    /// Takes the folder over, and notes in it that a new run began.
    ///
    /// @throws IOException where nothing can be remembered, with words for the operator
    Attendant(SidecarSettings settings, String director, Channels.Opener opener, DataFolder folder) throws IOException {
        this.settings = settings;
        this.director = director;
        this.opener = opener;
        this.folder = folder;
        this.file = new StateFile(folder.path());
        this.first = Agent.restarted(file.read());
        file.write(first);
        this.sinceEpochMillis = ticker.epochMillis();
        this.checks = new Checks(loop, director, settings.version(), new Checks.Seen() {
            @Override
            public void health(Health health) {
                on(health == Health.UP ? new AgentEvent.DirectorUp() : new AgentEvent.DirectorDown());
            }

            @Override
            public void version(String version) {
                on(new AgentEvent.VersionRead(version));
            }
        });
        this.presence = new Presence(loop, first.getRun(), new Presence.Seen() {
            @Override
            public void members(Set<String> directors) {
                later(() -> present(directors));
            }

            @Override
            public void outside() {
                later(() -> on(new AgentEvent.ClusterLeft()));
            }
        });
    }

    void start() {
        loop.post(() -> {
            var cluster = settings.cluster();
            var written = cluster == null ? null : ManagedCluster.written(cluster);
            // There is no driver that could update a Director.
            var basis = new Basis(director, written, false, settings.drainTimeout());
            var step = Agent.start(basis, first, ticker.nanos());
            agent = step.agent();
            channels = open();
            standWhereItStood();
            step.effects().forEach(this::perform);
            loop.timers().every(TICK, Loop.guarded(() -> on(new AgentEvent.Tick())));
        });
    }

    /// Takes leave of gateways and cluster, and ends; within `limit` after the time for draining, in good order or not.
    /// Called from outside of the loop.
    void stop(Duration limit) {
        loop.post(() -> {
            if (agent == null) {
                ended.complete(true);
            }
            on(new AgentEvent.StopRequested());
        });
        var millis = limit.plus(settings.drainTimeout()).toMillis();
        if (!ended.completeOnTimeout(false, millis, TimeUnit.MILLISECONDS).join()) {
            LOG.log(Level.WARNING, "{0}: ending without a farewell", director);
        }
        close();
    }

    private void close() {
        loop.close();
        channels.close();
        try {
            folder.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the lock goes with the process", e);
        }
    }

    // ---- On the loop.

    private void on(AgentEvent event) {
        if (agent == null) {
            return;
        }
        var step = agent.on(event, ticker.nanos());
        agent = step.agent();
        step.effects().forEach(this::perform);
        if (event instanceof AgentEvent.Enrolled && stranded != null) {
            run(stranded, true);
        }
        tell(step.agent());
    }

    /// What an effect brings about is an event of its own, after this one.
    private void later(Runnable task) {
        loop.post(task);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Remember(var state) -> remember(state);
            case Effect.Carried(var gateway, var directive) ->
                LOG.log(Level.INFO, "{0}: {1} by {2}", director, words(directive), gateway);
            case Effect.Answer(var gateway, var ack) -> {
                LOG.log(
                        Level.DEBUG,
                        "{0}: {1} {2} to {3}: {4}",
                        director,
                        ack.getId(),
                        ack.getOutcome(),
                        gateway,
                        ack.getReason());
                channels.answer(gateway, ack);
            }
            case Effect.Reconfigure(var cluster, var rejoin) -> run(cluster, rejoin);
            case Effect.LeaveCluster _ -> {
                stranded = null;
                checks.stop();
                presence.want(null, true);
            }
            case Effect.RunUpdate(var id, var _) -> later(() -> on(new AgentEvent.UpdateEnded(id, false, NO_DRIVER)));
            case Effect.RollBack(var id, var _) -> later(() -> on(new AgentEvent.RolledBack(id, false, NO_DRIVER)));
            case Effect.SayFarewell(var drain) -> channels.farewell(drain);
            case Effect.Stop _ -> ended.complete(true);
        }
    }

    private void remember(SidecarState state) {
        loop.beside("remember", () -> {
            try {
                file.write(state);
                loop.post(() -> on(new AgentEvent.Persisted()));
            } catch (IOException e) {
                var why = words(e);
                loop.post(() -> {
                    LOG.log(Level.ERROR, "{0}: {1}; orders fail until it can be written", folder.path(), why);
                    on(new AgentEvent.NotPersisted(why));
                });
            }
        });
    }

    /// Reports what changed, and holds the word up.
    private void tell(Agent now) {
        var hello = now.hello();
        var state = hello.getStatus().getState();
        if (state != shown) {
            shown = state;
            LOG.log(Level.INFO, "{0}: says {1}", director, state);
            sinceEpochMillis = ticker.epochMillis();
        }
        if (!hello.equals(told)) {
            told = hello;
            var whole = hello.toBuilder();
            whole.getStatusBuilder().setSinceEpochMillis(sinceEpochMillis);
            channels.report(whole.build());
        }
        presence.speak(now.advert(), sinceEpochMillis, ticker.nanos());
    }

    private void present(Set<String> directors) {
        var before = agent == null ? null : agent.quorum();
        on(new AgentEvent.MembersChanged(directors));
        var after = agent == null ? null : agent.quorum();
        if (after != null && !after.equals(before)) {
            LOG.log(after.ok() ? Level.INFO : Level.WARNING, "cluster: {0} {1}", after, directors);
        }
    }

    // ---- Configurations.

    /// Begins with what the file says, or with what a gateway said in an earlier run.
    private void standWhereItStood() {
        var cluster = settings.cluster();
        var probe = settings.probe();
        if (cluster != null && probe != null) {
            var self = cluster.directors().stream()
                    .filter(each -> each.name().equals(director))
                    .findFirst()
                    .orElseThrow();
            checks.check(self, probe);
            presence.want(new Presence.Place(cluster, self), true);
        } else if (first.hasCluster()) {
            run(first.getCluster(), true);
        } else {
            LOG.log(Level.INFO, "{0}: waits for a gateway to give it a cluster", director);
        }
    }

    private void run(ClusterConfiguration offered, boolean rejoin) {
        stranded = null;
        switch (judge(offered)) {
            case Judged.Accepted(var managed) -> {
                var probe = managed.probe();
                if (probe == null) {
                    checks.stop();
                    LOG.log(Level.WARNING, "{0}: nobody says how to check it; it stays starting", director);
                } else {
                    checks.check(managed.self(), probe);
                }
                presence.want(new Presence.Place(managed.cluster(), managed.self()), rejoin);
            }
            case Judged.Refused(var why) -> {
                stranded = offered;
                LOG.log(
                        Level.ERROR,
                        "{0}: the configuration it had cannot run: {1}; it waits for its identity or a newer one",
                        director,
                        why);
            }
        }
    }

    private Judged judge(ClusterConfiguration offered) {
        var identity = channels.identity();
        var enrolled = identity == null
                ? null
                : new KeyPair(identity.chain().getFirst().getPublicKey(), identity.key());
        return ManagedCluster.judge(offered, director, settings.probe(), enrolled);
    }

    /// What cannot be about an order, or null.
    private @Nullable String problem(Directive directive) {
        return directive.hasConfigure()
                        && judge(directive.getConfigure().getCluster()) instanceof Judged.Refused(var why)
                ? why
                : null;
    }

    private Channels open() {
        if (settings.gateways().isEmpty()) {
            return Channels.NONE;
        }
        var gateways = settings.gateways().stream()
                .map(each -> new ChannelSettings.Gateway(each.host(), each.port(), each.ca()))
                .toList();
        var key = settings.enrolmentKey();
        var whom = new ChannelSettings(director, gateways, key == null ? null : key.reveal(), folder.path());
        return opener.open(whom, new Ear(loop, ticker, this::problem, this::on));
    }

    private static String words(Directive directive) {
        return directive.getOrderCase() + " (" + directive.getId() + ") of epoch " + directive.getEpoch();
    }

    private static String words(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
