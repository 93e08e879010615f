package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.TokenValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensIT {

    private static final String MADE = "/clusters/made/tokens";
    private static final String DECLARED = "/clusters/eu-west/tokens";

    /// The first half of its digest.
    private static final String OLD = "ab".repeat(16);

    private final TestEstate estate;
    private final TestOffice office;

    TokensIT(@TempDir Path folder) throws Exception {
        estate = new TestEstate(folder).made();
        office = new TestOffice(estate);
    }

    @AfterEach
    void close() throws Exception {
        office.close();
        estate.close();
    }

    @Test
    void createsATokenAndShowsItsValueOnce() throws Exception {
        var response = post(MADE, """
                {"name": "branch", "expires": "1_year", "listeners": ["agents"], "sources": ["10.0.0.0/8"]}""");

        var made = new JsonObject(response.body());
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(TokenValue.wellFormed(made.getString("value"))).isTrue();
        var place = MADE + "/" + made.getString("id");
        assertThat(response.headers().firstValue("Location")).contains("/api/v1" + place);
        var shown = get(place);
        assertThat(shown)
                .isEqualTo(new JsonObject()
                        .put("id", made.getString("id"))
                        .put("name", "branch")
                        .put("source", "api")
                        .put("created_at", made.getString("created_at"))
                        .put("expires_at", made.getString("expires_at"))
                        .putNull("revoked_at")
                        .putNull("last_used_at")
                        .put("connections", 0)
                        .put("listeners", new JsonArray().add("agents"))
                        .put("sources", new JsonArray().add("10.0.0.0/8")));
        assertThat(get(MADE).getJsonArray("items")).containsExactly(shown);
    }

    @Test
    void aDryRunMakesNothing() throws Exception {
        var response = post(MADE + "?dry_run=true", "{\"name\": \"branch\", \"expires\": \"unlimited\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        var body = new JsonObject(response.body());
        assertThat(body.getBoolean("changed")).isTrue();
        assertThat(body.getMap())
                .doesNotContainKeys("id", "value")
                .containsKey("expires_at")
                .containsEntry("name", "branch");
        assertThat(get(MADE).getJsonArray("items")).isEmpty();
    }

    @Test
    void aRevokedTokenStaysInTheList() throws Exception {
        var id = created("branch");

        assertThat(call("DELETE", MADE + "/" + id + "?dry_run=true", null).statusCode())
                .isEqualTo(200);
        assertThat(get(MADE + "/" + id).getString("revoked_at")).isNull();
        assertThat(call("DELETE", MADE + "/" + id, null).statusCode()).isEqualTo(200);
        created("branch");

        assertThat(get(MADE + "/" + id).getString("revoked_at")).isNotNull();
        assertThat(get(MADE).getJsonArray("items")).hasSize(2);
    }

    @Test
    void revokingTellsWhatTheGatewaysClosedAndWhichDidNotSay() throws Exception {
        var id = created("branch");
        estate.management()
                .store()
                .keep(notes -> {
                    notes.alive("edge-2");
                    notes.alive("edge-3");
                    notes.closed(id, "edge-3", 3);
                    return id;
                })
                .join();

        var response = call("DELETE", MADE + "/" + id, null);

        assertThat(new JsonObject(response.body()))
                .isEqualTo(new JsonObject()
                        .put("connections_closed", 3)
                        .put("gateways_unreachable", new JsonArray().add("edge-2")));
        assertThat(call("DELETE", MADE + "/" + id, null).statusCode()).isEqualTo(200);
    }

    @Test
    void tokensOfTheFileAreListedAndCanBeRevoked() throws Exception {
        var before = get(DECLARED + "/" + OLD);
        assertThat(before.getString("source")).isEqualTo("yaml");
        assertThat(before.getString("created_at")).isNull();
        assertThat(before.getString("revoked_at")).isNull();

        assertThat(call("DELETE", DECLARED + "/" + OLD, null).statusCode()).isEqualTo(200);

        var after = get(DECLARED).getJsonArray("items");
        assertThat(after).hasSize(1);
        assertThat(after.getJsonObject(0).getString("name")).isEqualTo("old");
        assertThat(after.getJsonObject(0).getString("revoked_at")).isNotNull();
    }

    @Test
    void listsTokensByNamePageByPage() throws Exception {
        for (var name : List.of("c", "a", "e", "b", "d")) {
            created(name);
        }

        var names = new ArrayList<String>();
        var cursor = "";
        while (cursor != null) {
            var page = get(MADE + "?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.getJsonArray("items").forEach(item -> names.add(((JsonObject) item).getString("name")));
            cursor = page.getString("next_cursor");
        }

        assertThat(names).containsExactly("a", "b", "c", "d", "e");
        assertThat(get(MADE + "?search=D").getJsonArray("items")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /clusters/none/tokens      |                                     | 404 | cluster_not_found",
                "GET    | /clusters/none/tokens/x    |                                     | 404 | cluster_not_found",
                "GET    | /clusters/made/tokens/x    |                                     | 404 | token_not_found",
                "DELETE | /clusters/none/tokens/x    |                                     | 404 | cluster_not_found",
                "DELETE | /clusters/made/tokens/x    |                                     | 404 | token_not_found",
                "DELETE | /clusters/eu-west/tokens/x |                                     | 404 | token_not_found",
                "POST   | /clusters/none/tokens      | {\"name\": \"a\"}                   | 404 | cluster_not_found",
                "POST   | /clusters/eu-west/tokens   | {\"name\": \"a\"}                   | 409 | declared_in_yaml",
                "POST   | /clusters/made/tokens      | {                                   | 400 | not_json",
                "POST   | /clusters/made/tokens      | {\"name\": \"a\", \"value\": \"b\"} | 422 | unknown_key",
                "POST   | /clusters/made/tokens      | {\"name\": \"a\", \"expires\": 3}   | 422 | invalid_value",
                "POST   | /clusters/made/tokens      | {\"listeners\": [\"x\"]}            | 422 | invalid_body",
                "GET    | /clusters/made/tokens?limit=0   |                                | 400 | bad_query",
                "GET    | /clusters/made/tokens?cursor=!  |                                | 400 | bad_query",
            })
    void saysWhatIsInTheWay(String method, String path, @Nullable String body, int status, String code)
            throws Exception {
        var response = call(method, path, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    @Test
    void aNameIsTakenWhileItsTokenIsGood() throws Exception {
        created("branch");

        assertThat(post(MADE, "{\"name\": \"branch\"}").statusCode()).isEqualTo(409);
    }

    private String created(String name) throws Exception {
        var response = post(MADE, "{\"name\": \"" + name + "\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return new JsonObject(response.body()).getString("id");
    }

    private JsonObject get(String path) throws Exception {
        var response = call("GET", path, null);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("\"value\"");
        return new JsonObject(response.body());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return call("POST", path, body);
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
        return office.call(method, path, "all", body);
    }
}
