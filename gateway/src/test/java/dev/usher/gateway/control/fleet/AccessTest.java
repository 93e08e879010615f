package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Clerk.ACTOR;
import static dev.usher.gateway.control.fleet.Clerk.codes;
import static dev.usher.gateway.control.fleet.Clerk.done;
import static dev.usher.gateway.control.fleet.Clerk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Outcome.Done;
import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.core.model.ClusterName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static final ClusterName EU = new ClusterName("eu-west");

    private final Clerk clerk = new Clerk();

    @BeforeEach
    void found() {
        clerk.hire(3, "self_managed");
        clerk.found("eu-west");
    }

    @Test
    void sourcesAreSingleAddressesRangesAndCidrBlocks() {
        var sources = List.of("192.0.2.7", "192.0.2.10-192.0.2.20", "10.0.0.0/8", "2001:db8::/32");

        var row = done(restrict("{\"enabled\": true, \"sources\": [\"" + String.join("\", \"", sources) + "\"]}"));

        assertThat(row.restriction()).isEqualTo(new ClusterRow.Restriction(true, sources));
        assertThat(clerk.last().description())
                .isEqualTo("access.restriction.enabled: false → true; access.restriction.sources: +192.0.2.7,"
                        + " +192.0.2.10-192.0.2.20, +10.0.0.0/8, +2001:db8::/32");
    }

    @Test
    void whatIsWrongWithASourceIsToldPrecisely() {
        assertThat(refused(restrict("""
                        {"sources": ["10.0.0.300", "10.0.0.9-10.0.0.1", "10.0.0.0/33", "10.0.0.1/8", "host", "192.0.2.7",
                         "192.0.2.7", "192.0.2.7/32"]}
                        """)))
                .containsExactly(
                        "/sources/0 invalid_value: sources[0]: 10.0.0.300: octet 4 is 300, expected 0..255",
                        "/sources/1 invalid_value: sources[1]: 10.0.0.9-10.0.0.1: the range runs from 10.0.0.9 down to"
                                + " 10.0.0.1, expected the lower one first",
                        "/sources/2 invalid_value: sources[2]: 10.0.0.0/33: prefix length is 33, expected 0..32",
                        "/sources/3 invalid_value: sources[3]: 10.0.0.1/8: host bits are set, expected 10.0.0.0/8",
                        "/sources/4 invalid_value: sources[4]: host: 'h' at position 1, expected an IP address, a range"
                                + " start-end or a CIDR block; host names are not looked up here",
                        "/sources/6 invalid_value: sources[6]: 192.0.2.7: the same as one above (expected: each once)",
                        "/sources/7 invalid_value: sources[7]: 192.0.2.7/32: the same as 192.0.2.7 (expected: each once)");
    }

    @Test
    void anEnabledEmptyListMeansNobodyAndIsWarnedOf() {
        assertThat(warnings(restrict("{\"enabled\": true, \"sources\": []}"))).containsExactly("nobody_admitted");
        assertThat(warnings(restrict("{\"enabled\": false, \"sources\": [\"10.0.0.0/8\"]}")))
                .containsExactly("sources_without_effect");
    }

    @Test
    void whatIsNotSaidOfARestrictionStays() {
        done(restrict("{\"enabled\": true, \"sources\": [\"10.0.0.0/8\"]}"));

        var row = done(restrict("{\"sources\": [\"10.0.0.0/8\", \"192.0.2.7\"]}"));

        assertThat(row.restriction()).isEqualTo(new ClusterRow.Restriction(true, List.of("10.0.0.0/8", "192.0.2.7")));
        assertThat(clerk.last().description()).isEqualTo("access.restriction.sources: +192.0.2.7");
    }

    @Test
    void tokensAreDemandedOrNot() {
        var row =
                done(clerk.clusters.update(ACTOR, EU, null, "{\"access\": {\"tokens\": {\"enabled\": true}}}", false));

        assertThat(row.tokensDemanded()).isTrue();
        assertThat(clerk.last().description()).isEqualTo("access.tokens.enabled: false → true");
    }

    @Test
    void updateSettingsAreStoredAndSaid() {
        var row = done(update(
                "\"mode\": \"auto\", \"method\": \"schedule\", \"version\": \"2.5.0\", \"cron\": \"0 2 * * 0\""));

        assertThat(row.settings()).contains("\"cron\":\"0 2 * * 0\"", "\"interval\":\"30s\"", "\"soak\":\"30s\"");
        assertThat(clerk.last().description())
                .contains("update.version: none → 2.5.0", "update.method: none → schedule");
        done(clerk.clusters.update(ACTOR, EU, null, "{\"update\": null}", false));
        assertThat(clerk.last().description()).contains("update.version: 2.5.0 → none");
    }

    @Test
    void modeMethodAndVersionAreRequired() {
        assertThat(refused(update("")))
                .containsExactly(
                        "/update/mode missing: update.mode: missing (expected: auto)",
                        "/update/method missing: update.method: missing (expected: immediate, schedule)",
                        "/update/version missing: update.version: missing (expected: 1 to 64 letters, digits, '.', '_', '+'"
                                + " or '-')");
    }

    @Test
    void aScheduleNeedsACronExpression() {
        assertThat(codes(update("\"mode\": \"auto\", \"method\": \"schedule\", \"version\": \"2.5.0\"")))
                .containsExactly("missing");
        assertThat(
                        codes(
                                update(
                                        "\"mode\": \"auto\", \"method\": \"immediate\", \"version\": \"2.5.0\", \"cron\": \"0 2 * * 0\"")))
                .containsExactly("invalid_value");
    }

    @Test
    void cronNeverComesDueTwiceWithin30Seconds() {
        assertThat(
                        refused(
                                update(
                                        "\"mode\": \"auto\", \"method\": \"schedule\", \"version\": \"2\", \"cron\": \"*/20 * * * * *\"")))
                .containsExactly(
                        "/update/cron invalid_value: update.cron: */20 * * * * *: due twice within 20 s (expected: at"
                                + " least 30 s between)");
    }

    @Test
    void theFallbackIntervalIsAtLeast30Seconds() {
        assertThat(refused(update(
                        "\"mode\": \"auto\", \"method\": \"immediate\", \"version\": \"2\", \"interval\": \"29s\"")))
                .containsExactly(
                        "/update/interval invalid_value: update.interval: \"29s\" (expected: 30s..1d, as in 500ms, 30s,"
                                + " 5m, 1h)");
    }

    private CompletableFuture<Outcome<ClusterRow>> restrict(String json) {
        return clerk.clusters.restrict(ACTOR, EU, null, json, false);
    }

    private CompletableFuture<Outcome<ClusterRow>> update(String keys) {
        return clerk.clusters.update(ACTOR, EU, null, "{\"update\": {" + keys + "}}", false);
    }

    private static List<String> warnings(CompletableFuture<Outcome<ClusterRow>> answer) {
        return answer.join() instanceof Done<ClusterRow> done
                ? done.warnings().stream()
                        .map(Violation::code)
                        .map(Violation.Code::word)
                        .toList()
                : List.of();
    }
}
