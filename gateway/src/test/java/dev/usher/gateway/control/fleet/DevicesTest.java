package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Clerk.ACTOR;
import static dev.usher.gateway.control.fleet.Clerk.codes;
import static dev.usher.gateway.control.fleet.Clerk.done;
import static dev.usher.gateway.control.fleet.Clerk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.store.DeviceRow;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {

    private final Clerk clerk = new Clerk();

    @BeforeEach
    void hire() {
        clerk.hire(4, "self_managed");
    }

    @Test
    void aDeviceIsAssignedToADirectorOrAClusterOrNothing() {
        clerk.found("eu-west");

        done(create("fw-1", "\"director\": \"d-4\""));
        assertThat(clerk.last().description()).isEqualTo("type: firewall; director: none → d-4");
        done(create("fw-2", "\"cluster\": \"eu-west\""));
        done(create("fw-3", "\"cluster\": null"));

        assertThat(codes(create("fw-4", "\"director\": \"d-4\", \"cluster\": \"eu-west\"")))
                .containsExactly("assigned_twice");
        assertThat(codes(create("fw-4", "\"director\": \"nobody\""))).containsExactly("director_unknown");
        assertThat(codes(create("fw-4", "\"cluster\": \"nowhere\""))).containsExactly("cluster_unknown");
    }

    @Test
    void aDeviceMayBeAssignedToAClusterOfTheConfiguration(@TempDir Path folder) {
        clerk.declare(folder);

        assertThat(done(create("fw-1", "\"cluster\": \"yaml\"")).cluster()).isNotNull();
        assertThat(codes(create("fw-2", "\"director\": \"y-1\""))).containsExactly("director_in_cluster");
    }

    @Test
    void devicesConnectToAClusterAsAWhole() {
        clerk.found("eu-west");

        assertThat(refused(create("fw-1", "\"director\": \"d-1\"")))
                .containsExactly(
                        "/director director_in_cluster: director: d-1 is in cluster eu-west (expected: cluster: eu-west,"
                                + " as Devices connect to a cluster as a whole)");
    }

    @Test
    void aDevicesNameIsUniqueAndFixed() {
        done(create("fw-1", "\"director\": null"));

        assertThat(codes(create("fw-1", "\"director\": null"))).containsExactly("name_taken");
        assertThat(codes(update("{\"name\": \"fw-2\"}"))).containsExactly("name_fixed");
        assertThat(codes(update("{\"type\": \"  \"}"))).containsExactly("invalid_value");
    }

    @Test
    void oneAssignmentTakesThePlaceOfTheOther() {
        clerk.found("eu-west");
        done(create("fw-1", "\"director\": \"d-4\""));

        var moved = done(update("{\"cluster\": \"eu-west\"}"));

        assertThat(moved.director()).isNull();
        assertThat(moved.revision()).isEqualTo(2);
        assertThat(clerk.last().action()).isEqualTo("UpdatedDevice");
        assertThat(clerk.last().description()).isEqualTo("director: d-4 → none; cluster: none → eu-west");
    }

    @Test
    void aDeviceIsDeleted() {
        done(create("fw-1", "\"director\": \"d-4\""));

        assertThat(clerk.devices.delete(ACTOR, "fw-1", 7L, false).join()).isEqualTo(new Outcome.Stale<>(1));
        done(clerk.devices.delete(ACTOR, "fw-1", 1L, false));

        assertThat(clerk.last().action()).isEqualTo("DeletedDevice");
        assertThat(clerk.devices.delete(ACTOR, "fw-1", 1L, false).join()).isEqualTo(new Outcome.NotFound<>());
    }

    @Test
    void aDirectorWithADeviceCannotJoinACluster() {
        done(create("fw-1", "\"director\": \"d-1\""));

        assertThat(codes(clerk.clusters.create(ACTOR, Clerk.body("eu-west", "self_managed", "", 1, 2, 3), false)))
                .containsExactly("director_configured");
    }

    private CompletableFuture<Outcome<DeviceRow>> create(String name, String assignment) {
        return clerk.devices.create(
                ACTOR, "{\"name\": \"" + name + "\", \"type\": \"firewall\", " + assignment + "}", false);
    }

    private CompletableFuture<Outcome<DeviceRow>> update(String json) {
        return clerk.devices.update(ACTOR, "fw-1", null, json, false);
    }
}
