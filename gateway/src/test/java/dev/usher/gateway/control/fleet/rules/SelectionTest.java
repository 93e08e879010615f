package dev.usher.gateway.control.fleet.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final DirectorName FREE = new DirectorName("free");
    private static final DirectorName BUSY = new DirectorName("busy");

    @Test
    void aDirectorThatNothingKeepsBackCanBeSelected() {
        assertThat(reasons(known(director(false), List.of(), List.of(), Set.of(FREE)), Ownership.MANAGED))
                .isEmpty();
    }

    @Test
    void onlyDirectorsOfTheClustersTypeCanBeSelected() {
        assertThat(reasons(known(director(false), List.of(), List.of(), Set.of(FREE)), Ownership.SELF_MANAGED))
                .containsExactly(" director_type: free is managed (expected: self_managed, as the cluster is)");
    }

    @Test
    void onlyConnectedDirectorsCanBeSelected() {
        assertThat(reasons(known(director(false), List.of(), List.of(), Set.of()), null))
                .containsExactly(" director_not_connected: free is not_connected (expected: connected)");
    }

    @Test
    void onlyDirectorsNotPreviouslyConfiguredCanBeSelected() {
        var device = new DeviceRow("fw-1", "firewall", FREE, null, 1, 0);
        var targeted = new Declarations(List.of(), Set.of(), Set.of(FREE));
        var known = new Known(List.of(director(true)), List.of(), List.of(device), targeted, _ -> true);

        assertThat(reasons(known, null))
                .containsExactly(
                        " director_configured: free is configured already: Devices fw-1 are assigned to it (expected: a"
                                + " Director not configured before)",
                        " director_configured: free is configured already: a listener leads to it (expected: a Director not"
                                + " configured before)",
                        " director_configured: free is configured already: a configuration was delivered to it (expected: a"
                                + " Director not configured before)");
    }

    @Test
    void directorsOfAnotherClusterCannotBeSelected() {
        assertThat(reasons(known(director(false), List.of(cluster()), List.of(), Set.of(FREE)), null))
                .containsExactly(" director_in_cluster: free is in cluster eu-west (expected: in no cluster)");
    }

    @Test
    void everyReasonThatKeepsADirectorBackIsTold() {
        assertThat(reasons(known(director(true), List.of(cluster()), List.of(), Set.of()), Ownership.SELF_MANAGED))
                .extracting(reason -> reason.split(":", 2)[0])
                .containsExactly(" director_in_cluster", " director_type", " director_not_connected");
    }

    private static List<String> reasons(Known known, @Nullable Ownership type) {
        return Selection.candidates(known, type).getFirst().reasons().stream()
                .map(Violation::toString)
                .toList();
    }

    private static Known known(
            DirectorRow director, List<ClusterRow> clusters, List<DeviceRow> devices, Set<DirectorName> connected) {
        return new Known(List.of(director), clusters, devices, Declarations.NONE, connected::contains);
    }

    private static DirectorRow director(boolean delivered) {
        return new DirectorRow(FREE, Ownership.MANAGED, "127.0.0.1", 0, Map.of(), true, null, delivered, 1, 0);
    }

    private static ClusterRow cluster() {
        return new ClusterRow(
                new ClusterName("eu-west"),
                Ownership.MANAGED,
                8081,
                true,
                false,
                ClusterRow.Tls.OFF,
                new ClusterRow.Restriction(false, List.of()),
                false,
                ClusterOptions.DEFAULTS.json(),
                List.of(
                        new ClusterRow.Member(FREE, "127.0.0.1", 8081, 100, Map.of()),
                        new ClusterRow.Member(BUSY, "127.0.0.2", 8081, 100, Map.of())),
                1,
                0);
    }
}
