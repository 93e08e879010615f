package dev.usher.gateway.data.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.data.load.Lease;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.gateway.testkit.Estates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MetersTest {

    private final Snapshots snapshots = new Snapshots();
    private final LoadTable loads = new LoadTable();
    private final Meters meters = new Meters("1.2.3", snapshots, loads);
    private final ListenerMeters agents = meters.listener(new ListenerName("agents"));
    private final ExchangeMeters euWest = agents.to(Estates.EU_WEST);

    @BeforeEach
    void twoDirectors() {
        publish(1, Estates.directors(2));
    }

    @Test
    void countsConnectionsAndRefusals() {
        agents.connectionOpened();
        agents.connectionOpened();
        agents.connectionClosed();
        agents.refused(Cause.ACL_DENIED);
        agents.handshake(true);
        agents.handshake(false);

        assertThat(meters.scrape().lines())
                .contains(
                        "usher_listener_connections{listener=\"agents\"} 1.0",
                        "usher_connections_total{listener=\"agents\"} 2.0",
                        "usher_refused_total{listener=\"agents\",reason=\"acl_denied\"} 1.0",
                        "usher_refused_total{listener=\"agents\",reason=\"token_missing\"} 0.0",
                        "usher_tls_handshakes_total{listener=\"agents\",result=\"ok\"} 1.0",
                        "usher_tls_handshakes_total{listener=\"agents\",result=\"failed\"} 1.0");
    }

    @Test
    void countsExchangesByClusterAndClassOfStatus() {
        euWest.finished(200, TimeUnit.MICROSECONDS.toNanos(700), 1024, 17);
        euWest.finished(204, TimeUnit.MILLISECONDS.toNanos(3), 0, 0);
        euWest.finished(0, TimeUnit.SECONDS.toNanos(60), 5, 0);
        euWest.retried();
        agents.unrouted().finished(404, 1_000, 0, 0);

        assertThat(meters.scrape().lines())
                .contains(
                        "usher_requests_total{cluster=\"eu-west\",code_class=\"2xx\",listener=\"agents\"} 2.0",
                        "usher_requests_total{cluster=\"eu-west\",code_class=\"none\",listener=\"agents\"} 1.0",
                        "usher_requests_total{cluster=\"\",code_class=\"4xx\",listener=\"agents\"} 1.0",
                        "usher_bytes_total{direction=\"in\",listener=\"agents\"} 1029.0",
                        "usher_bytes_total{direction=\"out\",listener=\"agents\"} 17.0",
                        "usher_retries_total{cluster=\"eu-west\"} 1.0");
    }

    @Test
    void durationsAreAHistogramWithServiceLevels() {
        euWest.finished(200, TimeUnit.MILLISECONDS.toNanos(1), 0, 0);
        euWest.finished(200, TimeUnit.MILLISECONDS.toNanos(3), 0, 0);
        euWest.finished(200, TimeUnit.SECONDS.toNanos(31), 0, 0);

        var series = "{cluster=\"eu-west\",listener=\"agents\"";
        assertThat(meters.scrape().lines())
                .contains(
                        "# TYPE usher_request_duration_seconds histogram",
                        "usher_request_duration_seconds_bucket" + series + ",le=\"0.001\"} 1",
                        "usher_request_duration_seconds_bucket" + series + ",le=\"0.005\"} 2",
                        "usher_request_duration_seconds_bucket" + series + ",le=\"30.0\"} 2",
                        "usher_request_duration_seconds_bucket" + series + ",le=\"+Inf\"} 3",
                        "usher_request_duration_seconds_count" + series + "} 3",
                        "usher_request_duration_seconds_sum" + series + "} 31.004");
    }

    @Test
    void readsDirectorsFromTheirLoads() {
        var first = loads.of(Estates.directors(2).getFirst());
        first.see(new Seen(Health.UP, "", 0));
        Lease.open(first).close(false);
        Lease.open(first).close(true);
        Lease.open(first);

        var series = "{cluster=\"eu-west\",director=\"director-1\"";
        assertThat(meters.scrape().lines())
                .contains(
                        "usher_director_state" + series + ",state=\"healthy\"} 1.0",
                        "usher_director_state" + series + ",state=\"unhealthy\"} 0.0",
                        "usher_director_state{cluster=\"eu-west\",director=\"director-2\",state=\"unknown\"} 1.0",
                        "usher_director_in_flight" + series + "} 1.0",
                        "usher_director_requests_total" + series + ",outcome=\"ok\"} 1.0",
                        "usher_director_requests_total" + series + ",outcome=\"failed\"} 1.0");
    }

    @Test
    void aDirectorThatLeftIsNoLongerThere() {
        publish(2, Estates.directors(1));

        assertThat(meters.scrape()).contains("director-1").doesNotContain("director-2");
    }

    @Test
    void whatAdministratorsSayGoesBeforeHealth() {
        publish(2, List.of(Estates.director("director-1", 1).with(Standing.DRAINING)));

        assertThat(meters.scrape())
                .contains("director=\"director-1\",state=\"draining\"} 1.0")
                .contains("director=\"director-1\",state=\"unknown\"} 0.0");
    }

    @Test
    void readsWhatOthersKnow() {
        tellWhatOthersKnow();

        assertThat(meters.scrape().lines())
                .contains(
                        "usher_config_reloads_total{result=\"applied\"} 1.0",
                        "usher_config_reloads_total{result=\"refused\"} 1.0",
                        "usher_tls_certificate_not_after_seconds{certificate=\"agents: gateway.crt\"} 1.8E9",
                        "usher_cluster_quorum{cluster=\"eu-west\"} 0.0",
                        "usher_roster_age_seconds{cluster=\"eu-west\"} 12.0",
                        "usher_roster_refused_total{cluster=\"eu-west\",reason=\"untrusted\"} 2.0",
                        "usher_roster_refused_total{cluster=\"eu-west\",reason=\"word_replayed\"} 5.0",
                        "usher_access_log_dropped_total 7.0")
                .anyMatch(line -> line.startsWith("usher_build_info{") && line.contains("version=\"1.2.3\""))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
    }

    @Test
    @Tag("full")
    void promtoolFindsNothingToSay() throws IOException, InterruptedException {
        tellWhatOthersKnow();
        euWest.finished(200, 1, 1, 1);

        var promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var in = promtool.outputWriter(StandardCharsets.UTF_8)) {
            in.write(meters.scrape());
        }
        var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    private void tellWhatOthersKnow() {
        meters.configReloaded(true);
        meters.configReloaded(false);
        meters.certificates(Map.of("agents: gateway.crt", Instant.ofEpochSecond(1_800_000_000)));
        meters.quorum(() -> Map.of(Estates.EU_WEST, false));
        meters.rosterAges(() -> Map.of(Estates.EU_WEST, Duration.ofMillis(12_900)));
        meters.rosterRefused(() -> Map.of(Estates.EU_WEST, Map.of("untrusted", 2L, "word_replayed", 5L)));
        meters.accessLogDropped(() -> 7);
    }

    private void publish(long version, List<Director> directors) {
        var cluster = Estates.cluster(Policy.LEAST_REQUESTS, new ArrayList<>(directors));
        snapshots.publish(_ -> Estates.snapshot(version, cluster));
    }
}
