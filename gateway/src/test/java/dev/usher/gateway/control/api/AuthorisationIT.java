package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may call what, said twice: here in words, and in the table of operations.
class AuthorisationIT {

    private static final String ANYBODY = "anybody";
    private static final String KNOWN = "every operator";

    /// One of the permissions is enough where there are several. A new operation needs a row.
    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry("POST /sessions", ANYBODY),
            Map.entry("GET /sessions/current", KNOWN),
            Map.entry("DELETE /sessions/current", KNOWN),
            Map.entry("GET /status", KNOWN),
            Map.entry("GET /openapi.yaml", KNOWN),
            Map.entry("GET /events", KNOWN),
            Map.entry("GET /clusters", "CLUSTER_READ"),
            Map.entry("POST /clusters", "CLUSTER_CREATE"),
            Map.entry("GET /clusters/{name}", "CLUSTER_READ"),
            Map.entry("PATCH /clusters/{name}", "CLUSTER_UPDATE"),
            Map.entry("DELETE /clusters/{name}", "CLUSTER_DELETE"),
            Map.entry("POST /clusters/{name}/enable", "CLUSTER_UPDATE"),
            Map.entry("POST /clusters/{name}/disable", "CLUSTER_UPDATE"),
            Map.entry("GET /clusters/{name}/config", "CLUSTER_READ"),
            Map.entry("GET /clusters/{name}/access-restriction", "CLUSTER_READ"),
            Map.entry("PUT /clusters/{name}/access-restriction", "CLUSTER_UPDATE"),
            Map.entry("GET /clusters/{name}/tokens", "CLUSTER_READ"),
            Map.entry("POST /clusters/{name}/tokens", "CLUSTER_UPDATE"),
            Map.entry("GET /clusters/{name}/tokens/{id}", "CLUSTER_READ"),
            Map.entry("DELETE /clusters/{name}/tokens/{id}", "CLUSTER_UPDATE"),
            Map.entry("GET /directors", "DIRECTOR_READ"),
            Map.entry("POST /directors", "DIRECTOR_CREATE"),
            Map.entry("GET /directors/{name}", "DIRECTOR_READ"),
            Map.entry("PATCH /directors/{name}", "DIRECTOR_UPDATE"),
            Map.entry("DELETE /directors/{name}", "DIRECTOR_DELETE"),
            Map.entry("POST /directors/{name}/enable", "DIRECTOR_UPDATE"),
            Map.entry("POST /directors/{name}/disable", "DIRECTOR_UPDATE"),
            Map.entry("POST /directors/{name}/drain", "DIRECTOR_UPDATE"),
            Map.entry("POST /directors/{name}/undrain", "DIRECTOR_UPDATE"),
            Map.entry("POST /directors/{name}/enrolment-key", "DIRECTOR_UPDATE"),
            Map.entry("GET /director-candidates", "CLUSTER_CREATE or DIRECTOR_READ"),
            Map.entry("GET /devices", "DEVICE_READ"),
            Map.entry("POST /devices", "DEVICE_CREATE"),
            Map.entry("GET /devices/{name}", "DEVICE_READ"),
            Map.entry("PATCH /devices/{name}", "DEVICE_UPDATE"),
            Map.entry("DELETE /devices/{name}", "DEVICE_DELETE"),
            Map.entry("GET /activity", "CLUSTER_READ or DIRECTOR_READ or DEVICE_READ"));

    private final TestOffice office;

    AuthorisationIT() throws Exception {
        office = new TestOffice();
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    static Set<String> rows() {
        return new TreeSet<>(ROWS.keySet());
    }

    @Test
    void everyOperationHasARow() {
        var table = new TreeMap<String, String>();
        for (var operation : office.operations()) {
            table.put(operation.method() + " " + operation.path(), words(operation.access()));
        }

        assertThat(table).isEqualTo(new TreeMap<>(ROWS));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void knowsNobodyWithoutATicket(String row) throws Exception {
        boolean anybody = ANYBODY.equals(ROWS.get(row));

        assertThat(status(row, null) == 401).isEqualTo(!anybody);
        assertThat(status(row, "wrong") == 401).isEqualTo(!anybody);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void letsInWithEachPermissionOnlyWhereItIsAskedFor(String row) throws Exception {
        var access = ROWS.getOrDefault(row, "");
        boolean free = access.equals(ANYBODY) || access.equals(KNOWN);
        var asked = new TreeSet<>(List.of(access.split(" or ", -1)));
        for (var permission : Permission.values()) {
            boolean enough = free || asked.contains(permission.name());
            boolean others = free || asked.size() > 1 || !asked.contains(permission.name());

            assertThat(status(row, "only-" + permission))
                    .as("%s with %s", row, permission)
                    .matches(status -> status != 401 && (status != 403) == enough);
            assertThat(status(row, "without-" + permission))
                    .as("%s without %s", row, permission)
                    .matches(status -> status != 401 && (status != 403) == others);
        }
        assertThat(status(row, "none") == 403).isEqualTo(!free);
        assertThat(status(row, "all")).isNotIn(401, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /nothing", "PUT /clusters", "POST /directors/x", "OPTIONS /status", "GET /status/"})
    void tellsStrangersNothingAboutWhatThereIs(String call) throws Exception {
        assertThat(status(call, null)).isEqualTo(401);
    }

    /// With a name that nothing has and a body that nothing takes, so that being let in changes nothing.
    private int status(String row, @Nullable String token) throws Exception {
        var parts = row.split(" ", 2);
        var request = office.request(parts[0], parts[1].replaceAll("\\{\\w+}", "no-such"), null);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return office.status(request);
    }

    private static String words(Access access) {
        if (access.anybody()) {
            return ANYBODY;
        }
        return access.oneOf().isEmpty()
                ? KNOWN
                : access.oneOf().stream().sorted().map(Permission::name).collect(Collectors.joining(" or "));
    }
}
