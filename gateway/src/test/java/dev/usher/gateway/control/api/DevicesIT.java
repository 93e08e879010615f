package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesIT {

    private final TestEstate estate;
    private final TestOffice office;

    DevicesIT(@TempDir Path folder) throws Exception {
        estate = new TestEstate(folder).made();
        office = new TestOffice(estate);
    }

    @AfterEach
    void close() throws Exception {
        office.close();
        estate.close();
    }

    @Test
    void createsADevice() throws Exception {
        var response = call("POST", "/devices", "{\"name\": \"fw-1\", \"type\": \"firewall\", \"cluster\": \"made\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("/api/v1/devices/fw-1");
        assertThat(response.headers().firstValue("ETag")).contains("\"1\"");
        var shown = call("GET", "/devices/fw-1", null);
        assertThat(shown.headers().firstValue("ETag")).contains("\"1\"");
        var device = new JsonObject(shown.body());
        assertThat(device)
                .isEqualTo(new JsonObject(response.body()))
                .isEqualTo(new JsonObject()
                        .put("name", "fw-1")
                        .put("type", "firewall")
                        .putNull("director")
                        .put("cluster", "made")
                        .put("revision", 1)
                        .put("created_at", device.getString("created_at")));
    }

    @Test
    void changesADeviceThatNobodyChangedMeanwhile() throws Exception {
        create("fw-1");

        var without = call("PATCH", "/devices/fw-1", "{\"cluster\": \"made\"}");
        var changed = office.callOf(1, "PATCH", "/devices/fw-1", "{\"cluster\": \"made\"}");
        var stale = office.callOf(1, "PATCH", "/devices/fw-1", "{\"type\": \"switch\"}");
        var staleDelete = office.callOf(1, "DELETE", "/devices/fw-1", null);

        assertProblem(without, 428, "if_match_missing");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(new JsonObject(changed.body()).getString("cluster")).isEqualTo("made");
        assertProblem(stale, 412, "stale");
        assertThat(stale.headers().firstValue("ETag")).contains("\"2\"");
        assertProblem(staleDelete, 412, "stale");
    }

    @Test
    void deletesADevice() throws Exception {
        create("fw-1");

        assertProblem(call("DELETE", "/devices/fw-1", null), 428, "if_match_missing");
        assertThat(office.callOf(1, "DELETE", "/devices/fw-1?dry_run=true", null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(office.callOf(1, "DELETE", "/devices/fw-1", null).statusCode())
                .isEqualTo(204);

        assertProblem(call("GET", "/devices/fw-1", null), 404, "device_not_found");
        assertProblem(office.callOf(1, "DELETE", "/devices/fw-1", null), 404, "device_not_found");
        assertProblem(office.callOf(1, "PATCH", "/devices/fw-1", "{}"), 404, "device_not_found");
    }

    @Test
    void saysWhatIsInTheWay() throws Exception {
        create("fw-1");

        assertProblem(call("POST", "/devices", "{\"name\": \"fw-1\", \"type\": \"firewall\"}"), 409, "name_taken");
        assertProblem(call("POST", "/devices", device("fw-2", "cluster", "none")), 422, "cluster_unknown");
        assertProblem(call("POST", "/devices", device("fw-2", "director", "d-1")), 409, "director_in_cluster");
        assertThat(call("POST", "/devices", device("fw-2", "director", "alone")).statusCode())
                .isEqualTo(201);
        assertProblem(call("POST", "/devices", "{}"), 422, "invalid_body");
        assertProblem(call("POST", "/devices", "[1"), 400, "not_json");
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        var response = call("POST", "/devices?dry_run=true", "{\"name\": \"fw-1\", \"type\": \"firewall\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getBoolean("changed")).isTrue();
        assertProblem(call("GET", "/devices/fw-1", null), 404, "device_not_found");
    }

    @Test
    void listsDevicesByNamePageByPage() throws Exception {
        for (var name : List.of("fw-3", "fw-1", "switch-1", "fw-2")) {
            create(name);
        }

        assertThat(names("/devices?limit=3")).containsExactly("fw-1", "fw-2", "fw-3", "switch-1");
        assertThat(names("/devices?limit=1&search=FW")).containsExactly("fw-1", "fw-2", "fw-3");
    }

    private List<String> names(String path) throws Exception {
        var names = new ArrayList<String>();
        var cursor = "";
        while (cursor != null) {
            var page = new JsonObject(call("GET", path + (cursor.isEmpty() ? "" : "&cursor=" + cursor), null)
                    .body());
            page.getJsonArray("items").forEach(item -> names.add(((JsonObject) item).getString("name")));
            cursor = page.getString("next_cursor");
        }
        return names;
    }

    private void create(String name) throws Exception {
        var response = call("POST", "/devices", "{\"name\": \"" + name + "\", \"type\": \"firewall\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    private static String device(String name, String key, String target) {
        return new JsonObject()
                .put("name", name)
                .put("type", "firewall")
                .put(key, target)
                .encode();
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
        return office.call(method, path, "all", body);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }
}
