package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Clerk.ACTOR;
import static dev.usher.gateway.control.fleet.Clerk.body;
import static dev.usher.gateway.control.fleet.Clerk.codes;
import static dev.usher.gateway.control.fleet.Clerk.done;
import static dev.usher.gateway.control.fleet.Clerk.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Outcome.Done;
import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.ClusterRow.Member;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.model.ClusterName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersTest {

    private static final ClusterName EU = new ClusterName("eu-west");

    private final Clerk clerk = new Clerk();

    @BeforeEach
    void hire() {
        clerk.hire(9, "self_managed");
    }

    @Test
    void aClusterGroupsDirectorsAndIsLogged() {
        var row = clerk.found("eu-west");

        assertThat(row.directors())
                .extracting(member -> member.director().value())
                .containsExactly("d-1", "d-2", "d-3");
        assertThat(clerk.last().objectType()).isEqualTo("Cluster");
        assertThat(clerk.last().action()).isEqualTo("CreatedCluster");
        assertThat(clerk.last().description())
                .isEqualTo("type: self_managed; port: 8081; directors: d-1, d-2, d-3; tls.enabled: false;"
                        + " access.restriction.enabled: false; access.tokens.enabled: false");
    }

    @Test
    void aClustersNameIsUniqueAgainstTheConfigurationToo(@TempDir Path folder) {
        clerk.declare(folder);
        clerk.found("eu-west");

        assertThat(codes(create(body("eu-west", "self_managed", "", 4, 5, 6)))).containsExactly("name_taken");
        assertThat(codes(create(body("yaml", "self_managed", "", 4, 5, 6)))).containsExactly("name_taken");
        assertThat(codes(create(body("eu", "self_managed", "", 4, 5, 6)))).containsExactly("name_too_short");
    }

    @Test
    void theCoordinationPortIs8081UnlessSaid() {
        assertThat(clerk.found("eu-west").port()).isEqualTo(8081);
        assertThat(done(create(body("us-east", "self_managed", "\"port\": 7000, ", 4, 5, 6)))
                        .port())
                .isEqualTo(7000);
        assertThat(codes(create(body("other", "self_managed", "\"port\": 65535, ", 7, 8, 9))))
                .containsExactly("invalid_value");
    }

    @Test
    void aClusterHas3To15DirectorsAnOddNumber() {
        clerk.hire("d-10", "self_managed", 10);

        assertThat(refused(create(body("eu-west", "self_managed", "", 1))))
                .containsExactly("/directors director_count: directors: 1 (expected: an odd number of them, 3..15)");
        assertThat(codes(create(body("eu-west", "self_managed", "", 1, 2, 3, 4))))
                .containsExactly("director_count");
        for (int number = 11; number <= 17; number++) {
            clerk.hire("d-" + number, "self_managed", number);
        }
        var all = new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
        assertThat(codes(create(body("eu-west", "self_managed", "", all)))).containsExactly("director_count");
        assertThat(done(create(body("eu-west", "self_managed", "", Arrays.copyOf(all, 15))))
                        .directors())
                .hasSize(15);
    }

    @Test
    void directorsMatchTheClustersType() {
        clerk.hire("m-1", "managed", 21);

        assertThat(refused(create("{\"name\": \"eu-west\", \"type\": \"self_managed\", \"directors\":"
                        + " [{\"name\": \"d-1\"}, {\"name\": \"m-1\"}, {\"name\": \"d-3\"}]}")))
                .containsExactly(
                        "/directors/1/name director_type: m-1 is managed (expected: self_managed, as the cluster is)");
    }

    @Test
    void allThatIsInTheWayOfAClusterIsToldAtOnce() {
        clerk.away.add("d-2");
        done(create(body("us-east", "self_managed", "", 7, 8, 9)));

        assertThat(codes(create("""
                        {"name": "eu-west", "type": "self_managed", "prot": 1, "tls": {"enabled": true},
                         "access": {"restriction": {"sources": ["10.0.0.300"]}},
                         "directors": [{"name": "d-2"}, {"name": "d-9"}, {"name": "d-1", "address": "10.0.0.1"},
                                       {"name": "nobody"}, {"name": "d-1"}, {"name": "d-3"}]}
                        """)))
                .containsExactlyInAnyOrder(
                        "unknown_key",
                        "invalid_value",
                        "missing",
                        "missing",
                        "director_count",
                        "director_not_connected",
                        "director_in_cluster",
                        "director_unknown",
                        "director_twice",
                        "service_missing");
    }

    @Test
    void addressAndPortComeFromTheDirectorUnlessSaid() {
        var row = done(create("""
                {"name": "eu-west", "directors": [{"name": "d-1"}, {"name": "d-2", "address": "127.1.1.1", "port": 7777},
                 {"name": "d-3", "services": {"http": 80}}]}
                """));

        assertThat(row.directors())
                .extracting(Member::address, Member::port)
                .containsExactly(tuple("127.0.0.1", 9100), tuple("127.1.1.1", 7777), tuple("127.0.0.3", 9100));
    }

    @Test
    void aDirectorWithoutAnAddressNeedsOne() {
        done(clerk.directors.create(ACTOR, "{\"name\": \"bare\", \"type\": \"self_managed\"}", false));

        assertThat(codes(create("""
                        {"name": "eu-west", "directors": [{"name": "d-1"}, {"name": "d-2"}, {"name": "bare"}]}
                        """))).containsExactly("address_missing", "service_missing");
    }

    @Test
    void noTwoDirectorsHaveOneCoordinationAddress(@TempDir Path folder) {
        clerk.declare(folder);
        clerk.found("eu-west");

        assertThat(refused(create("""
                        {"name": "us-east", "directors": [{"name": "d-4", "address": "127.0.0.1", "port": 9101},
                         {"name": "d-5", "address": "127.0.1.1", "port": 8081}, {"name": "d-6"}]}
                        """)))
                .containsExactly(
                        "/directors/0/port address_taken: directors[0].port: 9101 of 127.0.0.1 (expected: a free coordination"
                                + " address; d-1 of cluster eu-west has it, as without tls the next port is taken too)",
                        "/directors/1/port address_taken: directors[1].port: 8081 of 127.0.1.1 (expected: a free coordination"
                                + " address; y-1 of cluster yaml has it, as without tls the next port is taken too)");
    }

    @Test
    void coordinationOffLoopbackNeedsTlsOrAWord() {
        var away = """
                {"name": "eu-west", %s "directors": [{"name": "d-1", "address": "10.0.0.1"}, {"name": "d-2"}, {"name": "d-3"}]}
                """;

        assertThat(codes(create(away.formatted("")))).containsExactly("plaintext_not_accepted");
        var accepted = create(away.formatted("\"plaintext\": \"accepted\",")).join();
        assertThat(warnings(accepted)).containsExactly("readable_on_the_way");
    }

    @Test
    void theCheckedServiceIsOneOfEveryDirector() {
        assertThat(refused(create(body("eu-west", "self_managed", "\"health\": {\"service\": \"otlp\"}, ", 1, 2, 3))))
                .containsExactly(
                        "/health/service service_missing: health.service: otlp (expected: a service of every Director;"
                                + " d-1, d-2, d-3 without it)");
    }

    @Test
    void membersCannotBeAddedOrRemovedAfterwards() {
        clerk.found("eu-west");

        assertThat(codes(update("{\"directors\": [{\"name\": \"d-1\"}, {\"name\": \"d-2\"}, {\"name\": \"d-4\"}]}")))
                .containsExactly("members_fixed", "members_fixed");
        assertThat(codes(update("{\"name\": \"other\", \"type\": \"managed\", \"enabled\": false}")))
                .containsExactly("name_fixed", "type_fixed", "enabled_elsewhere");
    }

    @Test
    void addressesAndSettingsAreEditedAtTheCluster() {
        clerk.found("eu-west");

        var row = done(update("""
                {"directors": [{"name": "d-3", "port": 9300}, {"name": "d-2"}, {"name": "d-1", "address": "127.9.9.9"}],
                 "health": {"path": "/up"}, "access": {"restriction": {"enabled": true, "sources": ["10.0.0.0/8"]}}}
                """));

        assertThat(row.directors())
                .extracting(Member::address, Member::port)
                .containsExactly(tuple("127.9.9.9", 9100), tuple("127.0.0.2", 9100), tuple("127.0.0.3", 9300));
        assertThat(clerk.last().action()).isEqualTo("UpdatedCluster");
        assertThat(clerk.last().description())
                .isEqualTo("directors.d-1.address: 127.0.0.1 → 127.9.9.9; directors.d-3.port: 9100 → 9300;"
                        + " access.restriction.enabled: false → true; access.restriction.sources: +10.0.0.0/8;"
                        + " health.path: /health → /up");
    }

    @Test
    void directorsWithTheClustersPortGoWithIt() {
        for (int number = 1; number <= 3; number++) {
            done(clerk.directors.create(ACTOR, """
                    {"name": "plain-%d", "type": "self_managed", "address": "127.0.5.%d", "services": {"http": 1}}
                    """.formatted(number, number), false));
        }
        done(create("""
                {"name": "eu-west", "directors": [{"name": "plain-1"}, {"name": "plain-2", "port": 7000}, {"name": "plain-3"}]}
                """));

        assertThat(done(update("{\"port\": 8091}")).directors())
                .extracting(Member::port)
                .containsExactly(8091, 7000, 8091);
    }

    @Test
    void onlyWhatSidecarsReadMakesAnotherConfiguration() {
        clerk.found("eu-west");

        var restricted = done(update("{\"access\": {\"tokens\": {\"enabled\": true}}}"));
        var moved = done(update("{\"port\": 8091}"));

        assertThat(restricted.revision()).isEqualTo(2);
        assertThat(ClusterOptions.parse(restricted.settings()).configuration()).isEqualTo(1);
        assertThat(ClusterOptions.parse(moved.settings()).configuration()).isEqualTo(3);
    }

    @Test
    void disablingAClusterDisablesItsDirectorsAndEnablingRestoresEach() {
        done(clerk.directors.disable(ACTOR, clerk.director("d-2").name(), null, false));
        clerk.found("eu-west");

        done(clerk.clusters.disable(ACTOR, EU, null, false));
        assertThat(enabled()).containsExactly(false, false, false);
        assertThat(clerk.last().action()).isEqualTo("DisabledCluster");
        assertThat(clerk.last().description())
                .isEqualTo("enabled: true → false; directors: d-1 disabled, d-2 disabled, d-3 disabled");

        done(clerk.clusters.enable(ACTOR, EU, null, false));
        assertThat(enabled()).containsExactly(true, false, true);
        assertThat(clerk.last().action()).isEqualTo("EnabledCluster");
    }

    @Test
    void disablingTwiceRemembersTheFirstState() {
        clerk.found("eu-west");
        done(clerk.clusters.disable(ACTOR, EU, null, false));
        int lines = clerk.store.log().size();

        done(clerk.clusters.disable(ACTOR, EU, null, false));
        done(clerk.clusters.enable(ACTOR, EU, null, false));

        assertThat(enabled()).containsExactly(true, true, true);
        assertThat(clerk.store.log()).hasSize(lines + 1);
    }

    @Test
    void aClusterCanBeCreatedDisabled() {
        done(create(body("eu-west", "self_managed", "\"enabled\": false, ", 1, 2, 3)));

        assertThat(enabled()).containsExactly(false, false, false);
        done(clerk.clusters.enable(ACTOR, EU, null, false));
        assertThat(enabled()).containsExactly(true, true, true);
    }

    @Test
    void aClusterWithDevicesCannotBeDeleted() {
        clerk.found("eu-west");
        done(clerk.devices.create(
                ACTOR, "{\"name\": \"fw-1\", \"type\": \"firewall\", \"cluster\": \"eu-west\"}", false));

        assertThat(refused(clerk.clusters.delete(ACTOR, EU, null, false)))
                .containsExactly(
                        " devices_assigned: eu-west has Devices fw-1 (expected: none; reassign or remove them first)");

        done(clerk.devices.update(ACTOR, "fw-1", null, "{\"cluster\": null}", false));
        assertThat(done(clerk.clusters.delete(ACTOR, EU, null, false))).isNotNull();
    }

    @Test
    void deletingAClusterReleasesItsDirectorsInTheirPreviousState() {
        done(clerk.directors.disable(ACTOR, clerk.director("d-2").name(), null, false));
        clerk.found("eu-west");
        done(clerk.clusters.disable(ACTOR, EU, null, false));

        done(clerk.clusters.delete(ACTOR, EU, null, false));

        assertThat(enabled()).containsExactly(true, false, true);
        assertThat(clerk.last().action()).isEqualTo("DeletedCluster");
        assertThat(clerk.last().description()).isEqualTo("released: d-1, d-2, d-3");
        assertThat(clerk.cluster("eu-west")).isEmpty();
        done(clerk.directors.update(ACTOR, clerk.director("d-1").name(), null, "{\"port\": 1}", false));
        clerk.found("again");
    }

    @Test
    void releasingADirectorClearsThatItWasConfigured() {
        clerk.found("eu-west");
        clerk.deliver("d-1");

        done(clerk.clusters.delete(ACTOR, EU, null, false));

        assertThat(clerk.director("d-1").delivered()).isFalse();
        clerk.found("again");
    }

    @Test
    void aClusterOfTheConfigurationIsReadOnly(@TempDir Path folder) {
        clerk.declare(folder);
        var yaml = new ClusterName("yaml");

        assertThat(codes(clerk.clusters.update(ACTOR, yaml, null, "{}", false))).containsExactly("declared_in_yaml");
        assertThat(codes(clerk.clusters.restrict(ACTOR, yaml, null, "{}", false)))
                .containsExactly("declared_in_yaml");
        assertThat(codes(clerk.clusters.delete(ACTOR, yaml, null, false))).containsExactly("declared_in_yaml");
    }

    @Test
    void aClusterOfTheConfigurationCanBeDisabledAndEnabled(@TempDir Path folder) {
        clerk.declare(folder);
        var yaml = new ClusterName("yaml");

        var disabled = done(clerk.clusters.disable(ACTOR, yaml, 1L, false));

        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.revision()).isEqualTo(2);
        assertThat(disabled.directors()).hasSize(3);
        assertThat(clerk.last())
                .isEqualTo(ACTOR.did(
                        "Cluster",
                        "yaml",
                        "DisabledCluster",
                        "enabled: true → false; directors: y-1 disabled, y-2 disabled, y-3 disabled"));
        assertThat(clerk.clusters.enable(ACTOR, yaml, 1L, false).join()).isEqualTo(new Outcome.Stale<>(2));

        var lines = clerk.store.log().size();
        assertThat(done(clerk.clusters.disable(ACTOR, yaml, 2L, false)).revision())
                .isEqualTo(2);
        assertThat(clerk.store.log()).hasSize(lines);

        assertThat(done(clerk.clusters.enable(ACTOR, yaml, null, true)).enabled())
                .isTrue();
        assertThat(clerk.store.log()).hasSize(lines);
        assertThat(done(clerk.clusters.enable(ACTOR, yaml, 2L, false)).revision())
                .isEqualTo(3);
        assertThat(clerk.last().action()).isEqualTo("EnabledCluster");
        assertThat(clerk.store
                        .<Optional<OverrideRow>>read(records -> records.override(yaml))
                        .join())
                .contains(new OverrideRow(yaml, true, 3));
    }

    @Test
    void ofTwoChangesOfOneRevisionTheSecondIsStale() {
        clerk.found("eu-west");

        var first =
                clerk.clusters.update(ACTOR, EU, 1L, "{\"port\": 8091}", false).join();
        var second =
                clerk.clusters.update(ACTOR, EU, 1L, "{\"port\": 8092}", false).join();

        assertThat(first).isInstanceOf(Done.class);
        assertThat(second).isEqualTo(new Outcome.Stale<>(2));
        assertThat(clerk.clusters
                        .enable(ACTOR, new ClusterName("none"), null, false)
                        .join())
                .isEqualTo(new Outcome.NotFound<>());
    }

    @Test
    void aDryRunOfAClusterWritesNothing() {
        int lines = clerk.store.log().size();

        var row = done(clerk.clusters.create(ACTOR, body("eu-west", "self_managed", "", 1, 2, 3), true));

        assertThat(row.directors()).hasSize(3);
        assertThat(clerk.cluster("eu-west")).isEmpty();
        assertThat(clerk.store.log()).hasSize(lines);
    }

    private CompletableFuture<Outcome<ClusterRow>> create(String json) {
        return clerk.clusters.create(ACTOR, json, false);
    }

    private CompletableFuture<Outcome<ClusterRow>> update(String json) {
        return clerk.clusters.update(ACTOR, EU, null, json, false);
    }

    private List<Boolean> enabled() {
        return List.of("d-1", "d-2", "d-3").stream()
                .map(clerk::director)
                .map(DirectorRow::enabled)
                .toList();
    }

    private static List<String> warnings(Outcome<?> outcome) {
        return outcome instanceof Done<?> done
                ? done.warnings().stream()
                        .map(Violation::code)
                        .map(Violation.Code::word)
                        .toList()
                : List.of();
    }
}
