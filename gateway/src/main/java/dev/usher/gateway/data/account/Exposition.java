package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.data.load.DirectorLoad;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Reads all counters and gives them their published names and labels.
///
/// Names are written without what the format adds by itself: `_total` for counters, `_info` for infos.
final class Exposition implements MultiCollector {

    private static final double[] BOUNDS = Durations.boundsSeconds();

    private final Meters meters;

    Exposition(Meters meters) {
        this.meters = meters;
    }

    @Override
    public MetricSnapshots collect() {
        var all = MetricSnapshots.builder();
        all.metricSnapshot(build());
        listeners(all);
        exchanges(all);
        directors(all);
        all.metricSnapshot(certificates());
        all.metricSnapshot(quorum());
        rosters(all);
        all.metricSnapshot(counter("usher_config_reloads", "Reloads of the configuration, applied or refused.", add -> {
            add.accept(Labels.of("result", "applied"), meters.reloads(true));
            add.accept(Labels.of("result", "refused"), meters.reloads(false));
        }));
        all.metricSnapshot(counter(
                "usher_access_log_dropped",
                "Lines that the access log dropped because it could not keep up.",
                add -> add.accept(Labels.EMPTY, meters.accessLogDropped())));
        return all.build();
    }

    private InfoSnapshot build() {
        var labels =
                Labels.of("version", meters.version(), "java", Runtime.version().toString());
        return InfoSnapshot.builder()
                .name("usher_build")
                .help("The build that runs.")
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }

    private void listeners(MetricSnapshots.Builder all) {
        all.metricSnapshot(gauge(
                "usher_listener_connections",
                "Connections that are open now.",
                add -> eachListener((name, of) -> add.accept(Labels.of("listener", name), of.connectionsNow()))));
        all.metricSnapshot(counter(
                "usher_connections",
                "Connections that were accepted from the kernel.",
                add -> eachListener((name, of) -> add.accept(Labels.of("listener", name), of.connections()))));
        all.metricSnapshot(counter(
                "usher_refused",
                "Connections and requests that were refused or ended early, by cause code.",
                add -> eachListener((name, of) -> {
                    for (var cause : Cause.values()) {
                        add.accept(Labels.of("listener", name, "reason", cause.code()), of.refusals(cause));
                    }
                })));
        all.metricSnapshot(counter(
                "usher_tls_handshakes",
                "TLS handshakes with clients that ended.",
                add -> eachListener((name, of) -> {
                    add.accept(Labels.of("listener", name, "result", "ok"), of.handshakes(true));
                    add.accept(Labels.of("listener", name, "result", "failed"), of.handshakes(false));
                })));
    }

    private void exchanges(MetricSnapshots.Builder all) {
        all.metricSnapshot(counter(
                "usher_requests",
                "Requests that ended, by class of status; none where no status was sent.",
                add -> eachListener((name, of) -> eachCluster(of, (cluster, exchanges) -> {
                    for (int i = 0; i < ExchangeMeters.CLASSES.length; i++) {
                        var labels = Labels.of(
                                "listener", name, "cluster", cluster, "code_class", ExchangeMeters.CLASSES[i]);
                        add.accept(labels, exchanges.requests(i));
                    }
                }))));
        all.metricSnapshot(durations());
        all.metricSnapshot(counter(
                "usher_bytes",
                "Bytes of bodies that were relayed, in from clients and out to them.",
                add -> eachListener((name, of) -> {
                    long[] bytes = new long[2];
                    eachCluster(of, (_, exchanges) -> {
                        bytes[0] += exchanges.bytesIn();
                        bytes[1] += exchanges.bytesOut();
                    });
                    add.accept(Labels.of("listener", name, "direction", "in"), bytes[0]);
                    add.accept(Labels.of("listener", name, "direction", "out"), bytes[1]);
                })));
        all.metricSnapshot(counter(
                "usher_retries",
                "Requests that were tried again on another Director.",
                add -> retries().forEach((cluster, count) -> add.accept(Labels.of("cluster", cluster), count))));
    }

    private Map<String, Long> retries() {
        var byCluster = new TreeMap<String, Long>();
        eachListener((_, of) -> of.clusters()
                .forEach((name, exchanges) -> byCluster.merge(name.value(), exchanges.retries(), Long::sum)));
        return byCluster;
    }

    private HistogramSnapshot durations() {
        var histogram = HistogramSnapshot.builder()
                .name("usher_request_duration_seconds")
                .help("Time from the first byte of a request to the last byte of its response.");
        eachListener((name, of) -> eachCluster(of, (cluster, exchanges) -> {
            var durations = exchanges.durations();
            histogram.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(Labels.of("listener", name, "cluster", cluster))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, durations.counts()))
                    .sum(durations.sumSeconds())
                    .build());
        }));
        return histogram.build();
    }

    private void directors(MetricSnapshots.Builder all) {
        all.metricSnapshot(gauge(
                "usher_director_state",
                "1 for the state that a Director is in, 0 for the others.",
                add -> eachDirector((director, load) -> {
                    var now = DirectorState.of(director, load);
                    for (var state : DirectorState.values()) {
                        add.accept(labels(load).add("state", state.word()), state == now ? 1 : 0);
                    }
                })));
        all.metricSnapshot(gauge(
                "usher_director_in_flight",
                "Exchanges that a Director has now.",
                add -> eachDirector((_, load) -> add.accept(labels(load), load.inFlight()))));
        all.metricSnapshot(counter(
                "usher_director_requests",
                "Exchanges with a Director that ended, by whether it failed them.",
                add -> eachDirector((_, load) -> {
                    add.accept(labels(load).add("outcome", "ok"), load.successes());
                    add.accept(labels(load).add("outcome", "failed"), load.failures());
                })));
    }

    private GaugeSnapshot certificates() {
        return gauge(
                "usher_tls_certificate_not_after_seconds",
                "When a certificate ends, in seconds since the epoch.",
                add -> meters.certificates()
                        .forEach((name, notAfter) ->
                                add.accept(Labels.of("certificate", name), notAfter.getEpochSecond())));
    }

    private GaugeSnapshot quorum() {
        return gauge(
                "usher_cluster_quorum",
                "Whether the gateway sees a majority of a cluster's configured size: 1 or 0.",
                add -> meters.quorum()
                        .forEach((cluster, have) -> add.accept(Labels.of("cluster", cluster.value()), have ? 1 : 0)));
    }

    private void rosters(MetricSnapshots.Builder all) {
        all.metricSnapshot(gauge(
                "usher_roster_age_seconds",
                "How long ago a cluster's roster was last read.",
                add -> meters.rosterAges()
                        .forEach(
                                (cluster, age) -> add.accept(Labels.of("cluster", cluster.value()), age.toSeconds()))));
        all.metricSnapshot(counter(
                "usher_roster_refused",
                "Peers that were refused on the way to a cluster's roster, and words in it that were not believed.",
                add -> meters.rosterRefused()
                        .forEach((cluster, reasons) -> reasons.forEach((reason, count) ->
                                add.accept(Labels.of("cluster", cluster.value(), "reason", reason), count)))));
    }

    private void eachListener(BiConsumer<String, ListenerMeters> visit) {
        meters.listeners().forEach((name, of) -> visit.accept(name.value(), of));
    }

    /// Requests that never had a cluster come first, under an empty name.
    private static void eachCluster(ListenerMeters listener, BiConsumer<String, ExchangeMeters> visit) {
        visit.accept("", listener.unrouted());
        listener.clusters().forEach((name, exchanges) -> visit.accept(name.value(), exchanges));
    }

    private void eachDirector(BiConsumer<Director, DirectorLoad> visit) {
        for (var cluster : meters.snapshots().current().clusters().values()) {
            for (var director : cluster.directors()) {
                visit.accept(director, meters.loads().of(director));
            }
        }
    }

    private static Labels labels(DirectorLoad load) {
        return Labels.of(
                "cluster", load.cluster().value(), "director", load.name().value());
    }

    private static CounterSnapshot counter(String name, String help, Consumer<Points> points) {
        var counter = CounterSnapshot.builder().name(name).help(help);
        points.accept((labels, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build()));
        return counter.build();
    }

    private static GaugeSnapshot gauge(String name, String help, Consumer<Points> points) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        points.accept((labels, value) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build()));
        return gauge.build();
    }

    /// Takes the points of one metric. Counts stay below 2^53, so that a double holds them exactly.
    private interface Points {
        void accept(Labels labels, long value);
    }
}
