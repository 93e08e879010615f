package dev.usher.gateway.data.route;

import static dev.usher.gateway.testkit.Samples.address;
import static dev.usher.gateway.testkit.Samples.admitted;
import static dev.usher.gateway.testkit.Samples.cluster;
import static dev.usher.gateway.testkit.Samples.listener;
import static dev.usher.gateway.testkit.Samples.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.RequestView;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Listener.TokenDemand;
import dev.usher.gateway.core.snapshot.Route;
import dev.usher.gateway.core.snapshot.Route.Host;
import dev.usher.gateway.core.snapshot.Snapshot;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteStageTest {

    private final Snapshot snapshot =
            snapshot(cluster("a", true, null), cluster("b", true, null), cluster("off", false, null));

    @Test
    void theFirstRouteThatMatchesWins() {
        var routes = new Route[] {route(null, "/v1/", "a"), route(null, "/v", "b"), route(null, "/v1/logs", "off")};

        assertThat(decide("any", "/v1/logs", routes)).isEqualTo("a");
        assertThat(decide("any", "/v2/logs", routes)).isEqualTo("b");
        assertThat(decide("any", "/other", routes)).isEqualTo("no_route");
    }

    @Test
    void anExactHostAndAWildcardAreToldApart() {
        var routes = new Route[] {
            route(Host.parse("Telemetry.example.com"), null, "a"), route(Host.parse("*.example.com"), null, "b")
        };

        assertThat(decide("telemetry.example.com", "/", routes)).isEqualTo("a");
        assertThat(decide("other.example.com", "/", routes)).isEqualTo("b");
        assertThat(decide(".example.com", "/", routes)).isEqualTo("no_route");
        assertThat(decide("example.com", "/", routes)).isEqualTo("no_route");
    }

    @Test
    void hostAndPathMustBothMatch() {
        var routes = new Route[] {route(Host.parse("a.example"), "/v1/", "a"), route(null, null, "b")};

        assertThat(decide("a.example", "/v1/x", routes)).isEqualTo("a");
        assertThat(decide("a.example", "/v2/x", routes)).isEqualTo("b");
        assertThat(decide("b.example", "/v1/x", routes)).isEqualTo("b");
    }

    @Test
    void aMatchingRouteDecidesEvenWhenItsClusterRefuses() {
        assertThat(decide("any", "/", route(null, null, "off"), route(null, null, "a")))
                .isEqualTo("cluster_disabled");
        assertThat(decide("any", "/", route(null, null, "gone"), route(null, null, "a")))
                .isEqualTo("not_ready");
        assertThat(decide("any", "/")).isEqualTo("no_route");
    }

    @Test
    void theStepCarriesWhatIsJudgedLater() {
        var listener = listener(TokenDemand.AS_CLUSTER, null, route(null, null, "a"));
        var admitted = admitted(address("192.0.2.99"));
        var source = address("203.0.113.7");

        var verdict = RouteStage.route(snapshot, listener, admitted, source, new View("any", "/"));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Passed.class, passed -> {
            var routed = (Routed) passed.step();
            assertThat(routed.source()).isEqualTo(source);
            assertThat(routed.admitted()).isSameAs(admitted);
            assertThat(routed.listener()).isSameAs(listener);
            assertThat(routed.service()).hasToString("http");
        });
    }

    private String decide(String host, String path, Route... routes) {
        var listener = listener(TokenDemand.AS_CLUSTER, null, routes);
        var peer = address("203.0.113.7");
        return switch (RouteStage.route(snapshot, listener, admitted(peer), peer, new View(host, path))) {
            case Verdict.Passed<Routed>(var routed) -> routed.cluster().name().value();
            case Verdict.Refused<Routed>(Cause why) -> why.code();
        };
    }

    private static Snapshot snapshot(Cluster... clusters) {
        return new Snapshot(
                1, Map.of(), Stream.of(clusters).collect(Collectors.toMap(Cluster::name, cluster -> cluster)));
    }

    private record View(String host, String path) implements RequestView {

        @Override
        public boolean pathStartsWith(String prefix) {
            return path.startsWith(prefix);
        }

        @Override
        public boolean hostIs(String other) {
            return host.equals(other);
        }

        @Override
        public boolean hostEndsWith(String suffix) {
            return host.length() > suffix.length() && host.endsWith(suffix);
        }
    }
}
