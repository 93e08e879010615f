package dev.usher.gateway.control.channel;

import dev.usher.gateway.control.authority.Authority;
import dev.usher.gateway.control.fleet.ClusterIntent;
import dev.usher.gateway.control.fleet.DirectorView;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.ControlSettings;
import dev.usher.gateway.core.config.StoreSettings.Place.Sqlite;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.EnrolmentKeys;
import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The control side of one gateway with its channel, in front of the clusters of a YAML text, and nothing else.
final class TestEstate implements AutoCloseable {

    static final String CLUSTERS = """
            clusters:
              - name: eu-west
                directors:
                  - {name: director-1, address: 127.0.0.1, port: 18081, services: {http: 8080}}
                  - {name: director-2, address: 127.0.0.1, port: 18083, services: {http: 8080}}
                  - {name: director-3, address: 127.0.0.1, port: 18085, services: {http: 8080}}
            """;
    static final String MANAGED = CLUSTERS.replace("name: eu-west", "name: eu-west\n    type: managed");

    private static final Certificates AUTHORITY = new Certificates();
    private static final Seal SEAL = Seal.of(Seal.newKey());

    private final Certificates.Issued certificate;
    private final Map<DirectorName, Sight> sights = new ConcurrentHashMap<>();
    private final Configuration configuration;
    private final SqlStore store;
    private @Nullable ControlChannel channel;
    private int port;
    private int streams = Places.STREAMS_MAX;

    Authority authority;
    Fleet fleet;

    private final Ticker clock;

    private TestEstate(Path folder, SqlStore store, String name, String clusters, Ticker clock) {
        this.clock = clock;
        this.store = store;
        this.certificate = AUTHORITY.issue(folder, name, "127.0.0.1");
        this.configuration = Configuration.parse("gateway.yaml", yaml(name, clusters), folder, _ -> null)
                .value();
        this.fleet = fleet();
        this.authority = openAuthority();
    }

    /// A gateway named `name` with an authority of its own.
    static TestEstate in(Path folder, String name) {
        return keeping(folder, folder.resolve(name + ".db"), name, CLUSTERS);
    }

    /// A gateway whose authority lives so long ago.
    static TestEstate ago(Path folder, String name, Duration age) {
        var then = new Ticker() {
            @Override
            public long nanos() {
                return Ticker.system().nanos();
            }

            @Override
            public long epochMillis() {
                return Ticker.system().epochMillis() - age.toMillis();
            }
        };
        var estate = new TestEstate(folder, store(folder.resolve(name + ".db")), name, CLUSTERS, then);
        estate.start();
        return estate;
    }

    /// A gateway named `name` whose estate is kept in the file `database`.
    static TestEstate keeping(Path folder, Path database, String name, String clusters) {
        var estate = new TestEstate(folder, store(database), name, clusters, Ticker.system());
        estate.start();
        return estate;
    }

    /// Another gateway of the estate of `first`, to be closed before it.
    static TestEstate beside(TestEstate first, Path folder, String name) {
        var estate = new TestEstate(folder, first.store, name, CLUSTERS, Ticker.system());
        estate.start();
        return estate;
    }

    private static SqlStore store(Path database) {
        return SqlStore.open(new Sqlite(database), Ticker.system());
    }

    /// A gateway with room for so many sidecars.
    static TestEstate narrow(Path folder, String name, int streams) {
        var estate = new TestEstate(folder, store(folder.resolve(name + ".db")), name, CLUSTERS, Ticker.system());
        estate.streams = streams;
        estate.start();
        return estate;
    }

    private static String yaml(String name, String clusters) {
        return """
                version: 1
                gateway: {name: %s}
                admin: {address: "127.0.0.1:0"}
                control:
                  address: 127.0.0.1:0
                  tls: {cert_file: %s.crt, key_file: %s.key}
                store: {}
                listeners:
                  - {name: in, address: "127.0.0.1:0", target: {cluster: eu-west, service: http}}
                """.formatted(name, name, name) + clusters;
    }

    private Fleet fleet() {
        return new Fleet(
                configuration.clusters().stream().map(ClusterIntent::of).toList(), Ticker.system());
    }

    private Authority openAuthority() {
        try {
            return Authority.open(store, SEAL, configuration.gateway().name(), clock, new SecureRandom());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    void start() {
        var settings = new ControlSettings(
                new dev.usher.gateway.core.config.Endpoint("127.0.0.1", port),
                Objects.requireNonNull(configuration.control()).tls());
        var sources = new ControlSources(
                configuration.gateway().name(),
                authority,
                fleet,
                configuration.clusters(),
                () -> Map.copyOf(sights),
                Ticker.system());
        try {
            channel = ControlChannel.start(settings, sources, streams);
            port = channel.port();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    void stop() {
        if (channel != null) {
            channel.stop();
            channel = null;
        }
    }

    ControlChannel channel() {
        return Objects.requireNonNull(channel);
    }

    List<ClusterSettings> clusters() {
        return configuration.clusters();
    }

    int port() {
        return port;
    }

    /// What sidecars trust.
    Path ca() {
        return certificate.certificate();
    }

    void sight(String director, Sight sight) {
        sights.put(new DirectorName(director), sight);
    }

    String newKey(String director) {
        return EnrolmentKeys.give(store, new DirectorName(director));
    }

    long epoch() {
        return authority.epoch();
    }

    DirectorView view(String director) {
        return fleet.clusters().stream()
                .flatMap(cluster -> cluster.director(new DirectorName(director)).stream())
                .findFirst()
                .orElseThrow();
    }

    void awaitConnected(String director) {
        Faults.until(director + " connected", () -> view(director).connected());
    }

    void awaitNotConnected(String director) {
        Faults.until(director + " not connected", () -> !view(director).connected());
    }

    @Override
    public void close() {
        stop();
        store.close();
    }
}
