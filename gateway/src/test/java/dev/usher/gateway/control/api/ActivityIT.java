package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivityIT {

    private final TestEstate estate;
    private final TestOffice office;

    /// Four Directors, a cluster, a Device that is changed, and a token.
    ActivityIT(@TempDir Path folder) throws Exception {
        estate = new TestEstate(folder).made();
        office = new TestOffice(estate);
        office.call("POST", "/devices", "all", "{\"name\": \"fw-1\", \"type\": \"firewall\"}");
        office.callOf(1, "PATCH", "/devices/fw-1", "{\"type\": \"Router\"}");
        office.call("POST", "/clusters/made/tokens", "all", "{\"name\": \"branch\"}");
    }

    @AfterEach
    void close() throws Exception {
        office.close();
        estate.close();
    }

    @Test
    void showsWhoDidWhatNewestFirst() throws Exception {
        var items = items("/activity", "all");

        assertThat(actions(items))
                .containsExactly(
                        "UpdatedCluster",
                        "UpdatedDevice",
                        "CreatedDevice",
                        "CreatedCluster",
                        "CreatedDirector",
                        "CreatedDirector",
                        "CreatedDirector",
                        "CreatedDirector");
        var entry = items.get(1);
        assertThat(entry)
                .isEqualTo(new JsonObject()
                        .put("id", entry.getLong("id"))
                        .put("user", "all@example.com")
                        .put("user_ip", "127.0.0.1")
                        .put("object_type", "Device")
                        .put("object", "fw-1")
                        .put("action", "UpdatedDevice")
                        .put("description", "type: firewall → Router")
                        .put("created_at", entry.getString("created_at")));
    }

    @Test
    void everybodySeesWhatHeMayRead() throws Exception {
        assertThat(actions(items("/activity", "only-DEVICE_READ"))).containsExactly("UpdatedDevice", "CreatedDevice");
        assertThat(actions(items("/activity", "only-CLUSTER_READ")))
                .containsExactly("UpdatedCluster", "CreatedCluster");
        assertThat(items("/activity?text=made", "only-DEVICE_READ")).isEmpty();
        assertThat(items("/activity?object=made", "only-DEVICE_READ")).isEmpty();
        assertThat(items("/activity?action=CreatedCluster", "only-DEVICE_READ")).isEmpty();
        assertProblem(get("/activity?object_type=Cluster", "only-DEVICE_READ"), 403, "permission_missing");
        assertProblem(get("/activity", "only-CLUSTER_UPDATE"), 403, "permission_missing");
    }

    @Test
    void isFiltered() throws Exception {
        assertThat(actions(items("/activity?object_type=Device", "all")))
                .containsExactly("UpdatedDevice", "CreatedDevice");
        assertThat(actions(items("/activity?object=made", "all"))).containsExactly("UpdatedCluster", "CreatedCluster");
        assertThat(actions(items("/activity?action=UpdatedCluster&object=made", "all")))
                .containsExactly("UpdatedCluster");
        assertThat(actions(items("/activity?text=rOUTER", "all"))).containsExactly("UpdatedDevice");
        assertThat(items("/activity?text=nowhere", "all")).isEmpty();
    }

    @Test
    void isFilteredByTime() throws Exception {
        var newest = items("/activity", "all").getFirst().getString("created_at");
        var later = Instant.parse(newest).plusMillis(1);

        assertThat(items("/activity?from=" + newest, "all")).isNotEmpty();
        assertThat(items("/activity?from=" + later, "all")).isEmpty();
        assertThat(items("/activity?until=" + later, "all")).hasSize(8);
        assertThat(items("/activity?until=2001-01-01T00:00:00%2B02:00", "all")).isEmpty();
    }

    @Test
    void goesOnWhereAPageEnds() throws Exception {
        var ids = new ArrayList<Long>();
        var cursor = "";
        while (cursor != null) {
            var page = new JsonObject(get("/activity?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor), "all")
                    .body());
            page.getJsonArray("items").forEach(item -> ids.add(((JsonObject) item).getLong("id")));
            cursor = page.getString("next_cursor");
        }

        assertThat(ids).hasSize(8).isSortedAccordingTo((one, other) -> Long.compare(other, one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=501",
                "limit=x",
                "cursor=",
                "cursor=!",
                "cursor=eA",
                "from=yesterday",
                "from=2026-03-29",
                "from=2026-03-29T14:00:00",
                "until=+999999999-01-01T00:00:00Z",
                "object_type=Session",
                "object_type=cluster",
                "user=ada",
                "text=a&text=b"
            })
    void refusesWhatItDoesNotUnderstand(String query) throws Exception {
        assertProblem(get("/activity?" + query, "all"), 400, "bad_query");
    }

    @Test
    void refusesLongWords() throws Exception {
        assertProblem(get("/activity?text=" + "x".repeat(201), "all"), 400, "bad_query");
    }

    private List<JsonObject> items(String path, String token) throws Exception {
        var response = get(path, token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body())
                .getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> actions(List<JsonObject> items) {
        return items.stream().map(item -> item.getString("action")).toList();
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return office.call("GET", path, token, null);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }
}
