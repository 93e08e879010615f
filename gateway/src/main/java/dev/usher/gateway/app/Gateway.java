package dev.usher.gateway.app;

import dev.usher.gateway.control.api.ApiSources;
import dev.usher.gateway.control.api.GatewayFacts;
import dev.usher.gateway.control.api.Management;
import dev.usher.gateway.control.api.ReadyCheck;
import dev.usher.gateway.control.api.events.EventSources;
import dev.usher.gateway.control.api.events.Events;
import dev.usher.gateway.control.fleet.ClusterIntent;
import dev.usher.gateway.control.fleet.ClusterView;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.publish.Publisher;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.signal.Signals;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.data.account.AccessLog;
import dev.usher.gateway.data.account.Meters;
import dev.usher.gateway.data.drain.Drains;
import dev.usher.gateway.data.health.HealthWatch;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.gateway.data.pipeline.DataPlane;
import dev.usher.gateway.data.pipeline.Shared;
import dev.usher.gateway.data.tls.TlsFilesException;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One running gateway: everything built by hand, started in order, stopped in the reverse one.
///
/// *Thread-safe:* started once, stopped once.
final class Gateway {

    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    /// As it is in force.
    private volatile Configuration configuration;
    private final Ticker ticker;
    private final Vertx loops = EventLoops.data();
    private final ScheduledExecutorService clerk;
    private final LoadTable loads = new LoadTable();
    private final Snapshots snapshots = new Snapshots();
    private final Signals signals = new Signals();
    private final AccessLog log;
    private final Meters meters;
    private final Fleet fleet;
    private final @Nullable Keeping keeping;
    private final Control control;
    private final @Nullable TokenNews news;
    private final Live live;
    private final Publisher publisher;
    private final DataPlane data;
    private final HealthWatch health;
    private final Drains drains;
    private final Rosters rosters;
    private final Entrances entrances;
    private final Renewals renewals;
    private final GatewayStop stop;
    private final Staff staff;
    private final Reload reload;
    private final Events events;
    private final AdminEntrance office;

    /// What a gateway starts with.
    ///
    /// @param watch of the file that the configuration was read from
    /// @param tell is given the first user's e-mail address and password when they are made
    record Start(ConfigurationWatch watch, Configuration configuration, BiConsumer<String, String> tell) {}

    private Gateway(Start start, Ticker ticker) throws TlsFilesException {
        this.configuration = start.configuration();
        this.ticker = ticker;
        this.clerk = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("clerk").factory());
        this.log = EventLoops.accessLog(configuration.log());
        this.meters = new Meters(Version.current(), snapshots, loads);
        this.renewals = new Renewals(meters);
        meters.accessLogDropped(log::dropped);
        this.fleet = new Fleet(
                configuration.clusters().stream().map(ClusterIntent::of).toList(), ticker);
        this.keeping = Keeping.of(configuration, ticker);
        this.control = Control.of(configuration, keeping, ticker);
        meters.quorum(this::quorum);
        this.publisher = new Publisher(fleet, snapshots);
        var told = configuration.log().access() != null;
        this.data = new DataPlane(
                new Shared(snapshots, loads, meters, log, told, ticker, this::ejected), EventLoops.of(loops));
        var timers = Timers.on(clerk);
        this.health = new HealthWatch(
                loads,
                signals,
                ticker,
                timers,
                (director, why) -> data.registry().cut(exchange -> director.equals(exchange.director()), why));
        this.drains = new Drains(loads, data.registry(), signals, ticker, data::closeIdle);
        this.rosters = new Rosters(control::security, ticker, fleet::heard);
        meters.rosterAges(this::rosterAges);
        meters.rosterRefused(rosters::refused);
        this.entrances = Entrances.open(configuration.listeners(), data);
        this.office = AdminEntrance.of(configuration);
        entrances.follow(renewals);
        control.follow(renewals);
        office.follow(renewals);
        this.news = keeping == null
                ? null
                : TokenNews.of(keeping, configuration.gateway().name(), data.tokens(), ticker, timers);
        this.live = new Live(
                configuration, keeping, new Live.Followers(fleet, publisher, rosters, control::serve, this::published));
        this.staff = Staff.of(configuration, keeping, ticker, start.tell());
        this.reload = new Reload(start.watch(), configuration, this::put, meters, ticker);
        this.events = new Events(new EventSources(
                fleet,
                snapshots,
                health,
                keeping == null ? null : new EventSources.Stored(keeping.store(), keeping.copies()),
                ticker));
        this.stop = new GatewayStop(configuration.gateway(), data, entrances, timers);
    }

    /// Starts a gateway and returns once it listens.
    ///
    /// @throws TlsFilesException when a certificate cannot be used
    static Gateway start(Start start, Ticker ticker) throws TlsFilesException {
        var gateway = new Gateway(start, ticker);
        gateway.run();
        return gateway;
    }

    private void run() {
        var timers = Timers.on(clerk);
        snapshots.onPublished(health::apply);
        snapshots.onPublished(drains::apply);
        drains.watch(timers);
        live.start(timers);
        if (news != null) {
            news.start(timers);
        }
        publisher.follow(timers);
        control.open(fleet, snapshots, health, timers, live::again);
        office.open(sources());
        entrances.listen();
        renewals.follow();
        reload.follow();
        events.follow(timers);
        signals.subscribe(_ -> events.touch());
        LOG.log(
                System.Logger.Level.INFO,
                "{0} serves {1}",
                configuration.gateway().name(),
                entrances);
    }

    private ApiSources sources() {
        return new ApiSources(
                new GatewayFacts(
                        configuration.gateway().name(), Version.current(), ticker.epochMillis(), reload::facts),
                fleet,
                snapshots,
                health,
                staff.reception(),
                management(),
                this::declared,
                control::channel,
                meters::scrape,
                List.of(
                        new ReadyCheck(
                                "snapshot_published", () -> snapshots.current().version() > 0),
                        new ReadyCheck("listeners_bound", entrances::bound),
                        new ReadyCheck("directors_checked", health::allDecided),
                        new ReadyCheck("not_shutting_down", () -> !stop.begun())),
                ticker,
                events);
    }

    private @Nullable Management management() {
        var control = configuration.control();
        var gateways =
                control == null ? List.<String>of() : List.of(control.address().toString());
        return keeping == null || news == null
                ? null
                : keeping.management(this::declared, fleet, gateways, news, ticker);
    }

    private Declarations declared() {
        return Declarations.of(configuration);
    }

    private void published(Copy copy) {
        if (news != null) {
            news.revocations().published(copy);
        }
    }

    /// Puts into force what can change while it runs.
    private void put(Configuration next) throws IOException {
        var users = staff.users(next.admin());
        var before = configuration;
        try {
            live.declare(next);
        } catch (RuntimeException e) {
            live.declare(before);
            throw e;
        }
        configuration = next;
        staff.admit(next.admin(), users);
    }

    private void ejected(DirectorLoad director) {
        health.ejected(director);
    }

    private Map<ClusterName, Boolean> quorum() {
        return fleet.clusters().stream()
                .collect(Collectors.toMap(view -> view.intent().name(), ClusterView::quorum));
    }

    private Map<ClusterName, Duration> rosterAges() {
        var ages = new HashMap<ClusterName, Duration>();
        for (var view : fleet.clusters()) {
            var roster = view.roster();
            if (roster != null) {
                ages.put(view.intent().name(), Duration.ofNanos(view.atNanos() - roster.atNanos()));
            }
        }
        return ages;
    }

    /// The port of the management API.
    int adminPort() {
        return office.port();
    }

    /// Reads the configuration again, soon.
    void reload() {
        reload.ask();
    }

    /// What it listens on.
    Entrances entrances() {
        return entrances;
    }

    /// Stops as told in [GatewayStop], and returns once everything is closed.
    void stop() {
        reload.close();
        renewals.close();
        stop.run();
        live.close();
        rosters.close();
        health.close();
        control.stop();
        events.close();
        office.stop();
        staff.close();
        clerk.shutdownNow();
        entrances.close();
        control.close();
        log.close();
        office.close();
        loops.close().await();
        if (keeping != null) {
            keeping.close();
        }
    }
}
