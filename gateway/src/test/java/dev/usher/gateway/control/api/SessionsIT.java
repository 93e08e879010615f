package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.operator.People.ADA;
import static dev.usher.gateway.control.operator.People.BOB;
import static dev.usher.gateway.control.operator.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.Permission;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsIT {

    private final TestOffice office;

    SessionsIT() throws Exception {
        office = new TestOffice();
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    @Test
    void logsInWithACookieThatPagesCannotRead() throws Exception {
        var response = login(ADA, PASSWORD);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Set-Cookie").orElse(""))
                .matches("usher_session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
        var body = new JsonObject(response.body());
        assertThat(body.getString("email")).isEqualTo(ADA);
        assertThat(body.getJsonArray("permissions")).hasSize(Permission.values().length);
        assertThat(body.getString("csrf")).hasSize(43);
        assertThat(Instant.parse(body.getString("expires_at")).toEpochMilli())
                .isEqualTo(office.time.epochMillis() + Duration.ofMinutes(30).toMillis());
    }

    @Test
    void keepsTheSessionUntilTheLogout() throws Exception {
        var login = login(ADA, PASSWORD);

        var current = send("GET", "/sessions/current", login, "", null);
        assertThat(current.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(current.body()).getString("csrf")).isEqualTo(csrf(login));

        var logout = send("DELETE", "/sessions/current", login, csrf(login), null);
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(logout.headers().firstValue("Set-Cookie").orElse("")).contains("usher_session=;", "Max-Age=0");
        assertProblem(send("GET", "/sessions/current", login, "", null), 401, "session_unknown");
    }

    @Test
    void tellsNobodyWhetherTheAddressIsKnown() throws Exception {
        var wrongPassword = login(ADA, "wrong");
        var wrongAddress = login("eve@example.com", PASSWORD);

        assertProblem(wrongPassword, 401, "login_refused");
        assertThat(wrongAddress.body()).isEqualTo(wrongPassword.body());
        assertThat(wrongAddress.statusCode()).isEqualTo(wrongPassword.statusCode());
    }

    @Test
    void slowsWhoeverGuesses() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertProblem(login(ADA, "wrong"), 401, "login_refused");
        }

        var response = login(ADA, PASSWORD);

        assertProblem(response, 429, "too_many_attempts");
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void changesNothingWithoutTheSessionsSecret() throws Exception {
        var login = login(ADA, PASSWORD);

        assertProblem(send("POST", "/directors/director-1/drain", login, "", null), 403, "csrf");
        assertProblem(send("POST", "/directors/director-1/drain", login, "wrong", null), 403, "csrf");
        assertProblem(send("DELETE", "/sessions/current", login, "", null), 403, "csrf");
        assertThat(send("POST", "/directors/director-1/drain", login, csrf(login), null)
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.com", "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.example.com"})
    void takesNoChangesFromPagesOfOtherSites(String origin) throws Exception {
        var login = login(ADA, PASSWORD);

        assertProblem(send("POST", "/directors/director-1/drain", login, csrf(login), origin), 403, "csrf");
        var foreignLogin =
                office.request("POST", "/sessions", form(ADA, PASSWORD)).header("Origin", origin);
        assertProblem(office.send(foreignLogin), 403, "csrf");
    }

    @Test
    void takesChangesFromItsOwnPages() throws Exception {
        var login = login(ADA, PASSWORD);

        assertThat(send("POST", "/directors/director-1/drain", login, csrf(login), "http://127.0.0.1:" + office.port())
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void letsUsersDoWhatTheyMayOnly() throws Exception {
        var login = login(BOB, "bob's " + PASSWORD);

        assertThat(send("GET", "/clusters", login, "", null).statusCode()).isEqualTo(200);
        assertProblem(send("GET", "/directors", login, "", null), 403, "permission_missing");
        assertProblem(send("POST", "/directors/director-1/drain", login, csrf(login), null), 403, "permission_missing");
    }

    @Test
    void asksScriptsForNoSecret() throws Exception {
        var request =
                office.request("POST", "/directors/director-1/drain", null).header("Authorization", "Bearer all");

        assertThat(office.send(request).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"email\": \"ada@example.com\"}",
                "{\"email\": \"hidden\", \"password\": 7}",
                "{\"email\": \"ada@example.com\", \"password\": \"hidden\", \"admin\": true}"
            })
    void showsNothingOfAFormThatIsWrong(String form) throws Exception {
        var response = office.send(office.request("POST", "/sessions", form));

        assertProblem(response, 422, "invalid_body");
        assertThat(response.body()).doesNotContain("hidden");
    }

    @Test
    void readsNoLargeFormsOfStrangers() throws Exception {
        assertProblem(login(ADA, "x".repeat(LoginForm.BODY_BYTES_MAX)), 413, "body_too_large");
    }

    private HttpResponse<String> login(String email, String password) throws Exception {
        return office.send(office.request("POST", "/sessions", form(email, password)));
    }

    private static String form(String email, String password) {
        return new JsonObject().put("email", email).put("password", password).encode();
    }

    private HttpResponse<String> send(
            String method, String path, HttpResponse<String> login, String csrf, @Nullable String origin)
            throws Exception {
        var cookie = login.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
        var request = office.request(method, path, null).header("Cookie", cookie);
        if (!csrf.isEmpty()) {
            request.header("X-CSRF-Token", csrf);
        }
        if (origin != null) {
            request.header("Origin", origin);
        }
        return office.send(request);
    }

    private static String csrf(HttpResponse<String> login) {
        return new JsonObject(login.body()).getString("csrf");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }
}
