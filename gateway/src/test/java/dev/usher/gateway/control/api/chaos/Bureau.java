package dev.usher.gateway.control.api.chaos;

import dev.usher.gateway.control.api.AdminServer;
import dev.usher.gateway.control.api.ApiSources;
import dev.usher.gateway.control.api.Binding;
import dev.usher.gateway.control.api.GatewayFacts;
import dev.usher.gateway.control.api.Management;
import dev.usher.gateway.control.fleet.Attendance;
import dev.usher.gateway.control.fleet.Clusters;
import dev.usher.gateway.control.fleet.Devices;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.Drains;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.operator.ApiKey;
import dev.usher.gateway.control.operator.Logins;
import dev.usher.gateway.control.operator.MemorySessions;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Operators;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.control.operator.SessionLimits;
import dev.usher.gateway.control.operator.Users;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.SealKey;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.control.token.Carried;
import dev.usher.gateway.control.token.Closings;
import dev.usher.gateway.control.token.Tokens;
import dev.usher.gateway.control.token.Uses;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.StoreSettings;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A process that serves the management API over the store that a configuration file names, until it is killed.
public final class Bureau {

    /// The one API token; it may all.
    static final String TOKEN = "all";

    /// How many Directors are connected; they are called `d-1` and so on.
    static final int DIRECTORS = 9;

    /// What it says before the number of its port.
    static final String READY = "serves at ";

    private Bureau() {}

    /// @param arguments the configuration file
    public static void main(String[] arguments) throws Exception {
        var configuration = Configuration.load(Path.of(arguments[0])).value();
        var settings = Objects.requireNonNull(configuration.store());
        var ticker = Ticker.system();
        var vertx = Vertx.vertx();
        var sources =
                sources(settings, SqlStore.open(settings.place(), ticker), Declarations.of(configuration), ticker);
        var server = AdminServer.start(vertx, Binding.plain("127.0.0.1", 0), null, sources)
                .await(60, TimeUnit.SECONDS);
        System.out.println(READY + server.port() + ".");
        System.out.flush();
    }

    private static ApiSources sources(StoreSettings settings, Store store, Declarations declared, Ticker ticker)
            throws IOException, GeneralSecurityException {
        var fleet = new Fleet(List.of(), ticker);
        fleet.channelOpens();
        IntStream.rangeClosed(1, DIRECTORS)
                .forEach(number -> fleet.attended(
                        new DirectorName("d-" + number),
                        new Attendance(RosterWord.State.HEALTHY, "", 0, 0, 0, ticker.nanos())));
        return new ApiSources(
                new GatewayFacts("edge-1", "0.1.0", ticker.epochMillis()),
                fleet,
                new Snapshots(),
                List::of,
                reception(ticker),
                management(settings, store, declared, fleet, ticker),
                () -> declared,
                () -> null,
                () -> "",
                List.of(),
                ticker);
    }

    private static Management management(
            StoreSettings settings, Store store, Declarations declared, Fleet fleet, Ticker ticker) throws IOException {
        var random = new SecureRandom();
        var seal = SealKey.open(settings);
        var copies = new Copies(store, ticker);
        store.onChanged((_, _) -> store.read(copies::read).thenAccept(copies::hold));
        var timers = Timers.on(Executors.newSingleThreadScheduledExecutor());
        return new Management(
                store,
                copies,
                new Directors(
                        store, () -> declared, name -> fleet.attendance(name).isPresent(), ticker, random),
                new Clusters(
                        store,
                        seal,
                        () -> declared,
                        name -> fleet.attendance(name).isPresent(),
                        ticker),
                new Devices(store, () -> declared, ticker),
                new Drains(store, ticker),
                new Tokens(store, () -> new Tokens.Declared(declared.clusters(), declared.listeners()), ticker, random),
                new Closings(store, "edge-1", ticker, timers, Duration.ZERO),
                new Uses(store, copies, new NoTraffic(), ticker),
                new Carried(store, "edge-1", false, new NoTraffic()),
                List.of());
    }

    private static Reception reception(Ticker ticker) throws GeneralSecurityException {
        var limits = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12));
        var logins =
                new Logins(Users.of(List.of()), new MemorySessions(limits, ticker), limits, ticker, new SecureRandom());
        var digest = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
        var key =
                new ApiKey(TokenDigest.of(digest), new Operator(TOKEN, "ops@example.com", Set.of(Permission.values())));
        return new Reception(new Operators(List.of(key)), logins, AccessList.of(List.of()));
    }

    /// There is no data plane here.
    private static final class NoTraffic implements TokenTraffic {

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> live() {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public CompletableFuture<Map<TokenDigest, Integer>> ended(Set<TokenDigest> tokens) {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public CompletableFuture<Set<TokenDigest>> used() {
            return CompletableFuture.completedFuture(Set.of());
        }
    }
}
