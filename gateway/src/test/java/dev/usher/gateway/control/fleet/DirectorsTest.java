package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Clerk.ACTOR;
import static dev.usher.gateway.control.fleet.Clerk.codes;
import static dev.usher.gateway.control.fleet.Clerk.done;
import static dev.usher.gateway.control.fleet.Clerk.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.EnrolmentKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorsTest {

    private static final DirectorName D1 = new DirectorName("d-1");

    private final Clerk clerk = new Clerk();

    @Test
    void aDirectorIsCreatedStandaloneOfEitherType() {
        var managed = create("{\"name\": \"one\", \"type\": \"managed\"}");
        var own = create("{\"name\": \"two\", \"type\": \"self_managed\", \"enabled\": false}");

        assertThat(done(managed).director().enabled()).isTrue();
        assertThat(done(own).director().enabled()).isFalse();
        assertThat(clerk.store.log())
                .extracting(Entry::action, Entry::object, Entry::description, Entry::user, Entry::userIp)
                .containsExactly(
                        tuple("CreatedDirector", "one", "type: managed", "ops@example.com", "192.0.2.7"),
                        tuple(
                                "CreatedDirector",
                                "two",
                                "type: self_managed; disabled",
                                "ops@example.com",
                                "192.0.2.7"));
    }

    @Test
    void aDirectorsNameHas3To64Characters() {
        var most = "d".repeat(64);

        assertThat(refused(create("{\"name\": \"ab\", \"type\": \"managed\"}")))
                .containsExactly("/name name_too_short: name: ab (expected: 3 to 64 characters)");
        assertThat(codes(create("{\"name\": \"" + most + "d\", \"type\": \"managed\"}")))
                .containsExactly("invalid_value");
        assertThat(done(create("{\"name\": \"abc\", \"type\": \"managed\"}"))).isNotNull();
        assertThat(done(create("{\"name\": \"" + most + "\", \"type\": \"managed\"}")))
                .isNotNull();
    }

    @Test
    void aDirectorsNameIsUniqueAgainstTheConfigurationToo(@TempDir Path folder) {
        clerk.declare(folder);
        clerk.hire(1, "managed");

        assertThat(refused(create("{\"name\": \"d-1\", \"type\": \"managed\"}")))
                .containsExactly("/name name_taken: name: d-1 (expected: a unique name; there is a Director of it)");
        assertThat(refused(create("{\"name\": \"y-2\", \"type\": \"managed\"}")))
                .containsExactly(
                        "/name name_taken: name: y-2 (expected: a unique name; cluster yaml of the configuration has it)");
    }

    @Test
    void allThatIsWrongWithADirectorIsToldAtOnce() {
        assertThat(refused(create("""
                        {"name": "ab", "type": "borrowed", "port": 70000, "weigth": 1, "services": {"otlp.grpc": 0}}
                        """)))
                .containsExactly(
                        "/type invalid_value: type: \"borrowed\" (expected: managed, self_managed)",
                        "/port invalid_value: port: 70000 (expected: 1..65534)",
                        "/weigth unknown_key: weigth: unknown key (expected: name, type, address, port, services, enabled)",
                        "/services/otlp.grpc invalid_value: services.otlp.grpc: 0 (expected: 1..65535)",
                        "/name name_too_short: name: ab (expected: 3 to 64 characters)");
    }

    @Test
    void whatIsNoJsonIsToldAsSuch() {
        var answer = create("name: one");

        assertThat(refused(answer)).containsExactly(" not_json: line 1, column 1: not JSON: expected: an object");
    }

    @Test
    void anEnrolmentKeyIsShownOnceAndOnlyItsDigestIsKept() {
        var created = done(create("{\"name\": \"d-1\", \"type\": \"managed\"}"));

        assertThat(created.key()).startsWith(EnrolmentKey.PREFIX);
        assertThat(enrolment().digest()).isEqualTo(EnrolmentKey.digest(String.valueOf(created.key())));
        assertThat(created.toString() + clerk.store.log()).doesNotContain(String.valueOf(created.key()));
    }

    @Test
    void anotherEnrolmentKeyMakesTheOneBeforeVoidInAClusterToo() {
        clerk.hire(3, "self_managed");
        clerk.found("eu-west");
        var before = enrolment();

        var keyed = done(clerk.directors.regenerateKey(ACTOR, D1, false));

        assertThat(enrolment().digest())
                .isEqualTo(EnrolmentKey.digest(String.valueOf(keyed.key())))
                .isNotEqualTo(before.digest());
        assertThat(clerk.last().action()).isEqualTo("RegeneratedEnrolmentKey");
        assertThat(clerk.last().description()).isEqualTo("enrolment key: replaced (not shown)");
    }

    @Test
    void whatChangedOfADirectorIsSaidFromWhatToWhat() {
        clerk.hire(1, "managed");

        var after = done(update("{\"address\": \"10.0.0.9\", \"services\": {\"http\": 80, \"otlp\": 4317}}"));

        assertThat(after.revision()).isEqualTo(2);
        assertThat(clerk.last().action()).isEqualTo("UpdatedDirector");
        assertThat(clerk.last().description())
                .isEqualTo("address: 127.0.0.1 → 10.0.0.9; services: {http=8080} → {http=80, otlp=4317}");
    }

    @Test
    void nameTypeAndBeingEnabledAreNotEdited() {
        clerk.hire(1, "managed");

        assertThat(codes(update("{\"name\": \"other\", \"type\": \"self_managed\", \"enabled\": false}")))
                .containsExactly("name_fixed", "type_fixed", "enabled_elsewhere");
    }

    @Test
    void aDirectorIsDisabledAndEnabledOnItsOwn() {
        clerk.hire(1, "managed");

        assertThat(done(clerk.directors.disable(ACTOR, D1, null, false)).enabled())
                .isFalse();
        assertThat(clerk.last().action()).isEqualTo("DisabledDirector");
        assertThat(clerk.last().description()).isEqualTo("enabled: true → false");
        assertThat(done(clerk.directors.enable(ACTOR, D1, null, false)).enabled())
                .isTrue();
        assertThat(clerk.last().action()).isEqualTo("EnabledDirector");
    }

    @Test
    void whatChangesNothingIsNotLogged() {
        clerk.hire(1, "managed");
        int lines = clerk.store.log().size();

        var same = update("{\"address\": \"127.0.0.1\"}").join();
        clerk.directors.enable(ACTOR, D1, null, false).join();

        assertThat(same).isEqualTo(new Outcome.Done<>(clerk.director("d-1"), false, List.of()));
        assertThat(clerk.director("d-1").revision()).isEqualTo(1);
        assertThat(clerk.store.log()).hasSize(lines);
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() {
        var wanted = clerk.directors.create(ACTOR, "{\"name\": \"one\", \"type\": \"managed\"}", true);

        assertThat(done(wanted).key()).isNull();
        assertThat(done(wanted).director().name()).isEqualTo(new DirectorName("one"));
        assertThat(codes(clerk.directors.create(ACTOR, "{\"name\": \"ab\", \"type\": \"managed\"}", true)))
                .containsExactly("name_too_short");
        assertThat(clerk.store.log()).isEmpty();
        assertThat(clerk.store
                        .<List<DirectorRow>>read(records -> records.directors())
                        .join())
                .isEmpty();
    }

    @Test
    void aChangeOfAnOlderRevisionIsStale() {
        clerk.hire(1, "managed");
        done(update("{\"port\": 9000}"));

        assertThat(clerk.directors
                        .update(ACTOR, D1, 1L, "{\"port\": 9001}", false)
                        .join())
                .isEqualTo(new Outcome.Stale<>(2));
        assertThat(clerk.directors.delete(ACTOR, D1, 1L, false).join()).isEqualTo(new Outcome.Stale<>(2));
        assertThat(clerk.directors
                        .disable(ACTOR, new DirectorName("nobody"), null, false)
                        .join())
                .isEqualTo(new Outcome.NotFound<>());
    }

    @Test
    void onceInAClusterADirectorCannotBeModifiedUpdatedOrRemoved() {
        clerk.hire(3, "self_managed");
        clerk.found("eu-west");
        var locked =
                " director_in_cluster: d-1 is in cluster eu-west (expected: a standalone Director; only deleting the cluster"
                        + " releases it)";

        assertThat(refused(update("{\"port\": 9000}"))).containsExactly(locked);
        assertThat(refused(clerk.directors.enable(ACTOR, D1, null, false))).containsExactly(locked);
        assertThat(refused(clerk.directors.disable(ACTOR, D1, null, false))).containsExactly(locked);
        assertThat(refused(clerk.directors.delete(ACTOR, D1, null, false))).containsExactly(locked);
        assertThat(clerk.last().action()).isEqualTo("CreatedCluster");
    }

    @Test
    void aDirectorOfTheConfigurationCannotBeChanged(@TempDir Path folder) {
        clerk.declare(folder);

        assertThat(codes(clerk.directors.disable(ACTOR, new DirectorName("y-1"), null, false)))
                .containsExactly("director_in_cluster");
    }

    @Test
    void deletingADirectorIsRefusedWithItsDevicesAndItsCluster() {
        clerk.hire(1, "managed");
        done(clerk.devices.create(ACTOR, "{\"name\": \"fw-2\", \"type\": \"firewall\", \"director\": \"d-1\"}", false));
        done(clerk.devices.create(ACTOR, "{\"name\": \"fw-1\", \"type\": \"firewall\", \"director\": \"d-1\"}", false));

        assertThat(refused(clerk.directors.delete(ACTOR, D1, null, false)))
                .containsExactly(
                        " devices_assigned: d-1 has Devices fw-1, fw-2 (expected: none; reassign or remove them first)");
    }

    @Test
    void aDirectorWithoutDevicesAndClusterIsDeleted() {
        clerk.hire(1, "managed");

        done(clerk.directors.delete(ACTOR, D1, 1L, false));

        assertThat(clerk.last().action()).isEqualTo("DeletedDirector");
        assertThat(clerk.directors.delete(ACTOR, D1, null, false).join()).isEqualTo(new Outcome.NotFound<>());
    }

    private CompletableFuture<Outcome<Directors.Keyed>> create(String json) {
        return clerk.directors.create(ACTOR, json, false);
    }

    private CompletableFuture<Outcome<DirectorRow>> update(String json) {
        return clerk.directors.update(ACTOR, D1, null, json, false);
    }

    private Estate.EnrolmentRow enrolment() {
        return clerk.store.read(records -> records.enrolment(D1).orElseThrow()).join();
    }
}
