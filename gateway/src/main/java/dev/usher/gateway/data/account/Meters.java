package dev.usher.gateway.data.account;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.data.load.LoadTable;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All metrics of a gateway.
///
/// Those who count hold [ListenerMeters] and [ExchangeMeters] and pay for an adder; names, labels and text are the
/// scraper's to pay for. What others count already (loads, quorum, dropped log lines) is read when scraped.
/// *Thread-safe.* Bounded by the listeners and clusters that were ever configured.
public final class Meters {

    /// What [#scrape] returns, for the `Content-Type` header.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final String version;
    private final Snapshots snapshots;
    private final LoadTable loads;
    private final ConcurrentHashMap<ListenerName, ListenerMeters> listeners = new ConcurrentHashMap<>();
    private final LongAdder reloadsApplied = new LongAdder();
    private final LongAdder reloadsRefused = new LongAdder();
    private volatile Map<String, Instant> certificates = Map.of();
    private volatile Supplier<Map<ClusterName, Boolean>> quorum = Map::of;
    private volatile Supplier<Map<ClusterName, Duration>> rosterAges = Map::of;
    private volatile Supplier<Map<ClusterName, Map<String, Long>>> rosterRefused = Map::of;
    private volatile LongSupplier accessLogDropped = () -> 0;
    private @Nullable PrometheusMeterRegistry registry;

    /// @param version of this gateway, for `usher_build_info`
    public Meters(String version, Snapshots snapshots, LoadTable loads) {
        this.version = version;
        this.snapshots = snapshots;
        this.loads = loads;
    }

    /// Where things that happen at `listener` are counted; the same instance each time.
    public ListenerMeters listener(ListenerName listener) {
        return listeners.computeIfAbsent(listener, _ -> new ListenerMeters());
    }

    /// A reload of the configuration was applied, or refused.
    public void configReloaded(boolean applied) {
        (applied ? reloadsApplied : reloadsRefused).increment();
    }

    /// The certificates in use from now on, by a name that operators know them by, and when each ends.
    public void certificates(Map<String, Instant> notAfter) {
        certificates = Map.copyOf(notAfter);
    }

    /// Who knows which clusters have a quorum; a cluster of which nothing is known is not in the map.
    public void quorum(Supplier<Map<ClusterName, Boolean>> supplier) {
        quorum = supplier;
    }

    /// Who knows how long ago each cluster's roster was last read.
    public void rosterAges(Supplier<Map<ClusterName, Duration>> supplier) {
        rosterAges = supplier;
    }

    /// Who knows what was refused or not believed in each cluster's roster, by reason.
    public void rosterRefused(Supplier<Map<ClusterName, Map<String, Long>>> supplier) {
        rosterRefused = supplier;
    }

    /// Who knows how many lines the access log had to drop.
    public void accessLogDropped(LongSupplier supplier) {
        accessLogDropped = supplier;
    }

    /// Everything in Prometheus' text format. The first call makes the registry, which takes a quarter of a second of a
    /// cold process; none belongs on an event loop of the data plane.
    public String scrape() {
        return registry().scrape();
    }

    /// Made at the first scrape: a start should not pay for what nobody may ask for.
    private synchronized PrometheusMeterRegistry registry() {
        if (registry == null) {
            var prometheus = new PrometheusRegistry();
            prometheus.register(new Exposition(this));
            registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
            ProcessMeters.bindTo(registry);
        }
        return registry;
    }

    String version() {
        return version;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    LoadTable loads() {
        return loads;
    }

    Map<ListenerName, ListenerMeters> listeners() {
        return listeners;
    }

    long reloads(boolean applied) {
        return (applied ? reloadsApplied : reloadsRefused).sum();
    }

    Map<String, Instant> certificates() {
        return certificates;
    }

    Map<ClusterName, Boolean> quorum() {
        return quorum.get();
    }

    Map<ClusterName, Duration> rosterAges() {
        return rosterAges.get();
    }

    Map<ClusterName, Map<String, Long>> rosterRefused() {
        return rosterRefused.get();
    }

    long accessLogDropped() {
        return accessLogDropped.getAsLong();
    }
}
