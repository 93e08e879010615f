package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.operator.People.ADA;
import static dev.usher.gateway.control.operator.People.BOB;
import static dev.usher.gateway.control.operator.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.api.events.Events;
import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.time.Timers;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventCallsIT {

    private final TestOffice office;
    private final ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
    private final List<HttpResponse<Stream<String>>> streams = new ArrayList<>();

    EventCallsIT() throws Exception {
        office = new TestOffice();
        office.events().follow(Timers.on(clerk));
    }

    @AfterEach
    void close() throws Exception {
        streams.forEach(stream -> stream.body().close());
        clerk.shutdownNow();
        office.close();
    }

    @Test
    void peopleHearWhatTheyMayUntilTheyLogOut() throws Exception {
        var ada = login(ADA, PASSWORD);
        var bob = login(BOB, "bob's " + PASSWORD);
        var heardByAda = new Hearing(open("Cookie", cookie(ada)));
        var heardByBob = new Hearing(open("Cookie", cookie(bob)));

        var drain = office.request("POST", "/directors/director-1/drain", null).header("Authorization", "Bearer all");
        assertThat(office.send(drain).statusCode()).isEqualTo(202);
        heardByAda.until("event: director.changed");
        assertThat(heardByAda.lines).anyMatch(line -> line.matches("id: \\w+-\\d+"));

        var logout = office.request("DELETE", "/sessions/current", null)
                .header("Cookie", cookie(ada))
                .header("X-CSRF-Token", new JsonObject(ada.body()).getString("csrf"));
        assertThat(office.send(logout).statusCode()).isEqualTo(204);
        Faults.until("it ends", () -> heardByAda.ended);
        office.fleet().configure(List.of());
        heardByBob.until("event: cluster.changed");
        assertThat(heardByBob.lines).noneMatch(line -> line.contains("director"));
    }

    @Test
    void listeningIsNoUseOfASession() throws Exception {
        var ada = login(ADA, PASSWORD);
        var hearing = new Hearing(open("Cookie", cookie(ada)));

        office.time.advance(Duration.ofMinutes(31));

        Faults.until("it ends", () -> hearing.ended);
    }

    @Test
    void scriptsGoOnWhereTheyStood() throws Exception {
        var first = new Hearing(open("Authorization", "Bearer all"));
        first.until("");
        var id = first.lines.get(1).substring("id: ".length());
        streams.getFirst().body().close();
        office.fleet().configure(List.of());

        var second = new Hearing(open("Authorization", "Bearer all", "Last-Event-ID", id));

        second.until("event: cluster.changed");
    }

    @Test
    void saysWhatItIs() throws Exception {
        var stream = open("Authorization", "Bearer none");

        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(stream.headers().firstValue("Cache-Control")).contains("no-store");
        var head = office.request("HEAD", "/events", null).header("Authorization", "Bearer none");
        assertThat(office.send(head).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesMoreThanItCanHold() throws Exception {
        for (int i = 0; i < Events.STREAMS_MAX; i++) {
            assertThat(open("Authorization", "Bearer all").statusCode()).isEqualTo(200);
        }

        var response = office.send(office.request("GET", "/events", null).header("Authorization", "Bearer all"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("too_many_streams");
    }

    private HttpResponse<Stream<String>> open(String... headers) throws Exception {
        var stream = office.open(office.request("GET", "/events", null).headers(headers));
        streams.add(stream);
        return stream;
    }

    private HttpResponse<String> login(String email, String password) throws Exception {
        var form = new JsonObject().put("email", email).put("password", password);
        return office.send(office.request("POST", "/sessions", form.encode()));
    }

    private static String cookie(HttpResponse<String> login) {
        return login.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
    }

    /// Keeps the lines as they come.
    private static final class Hearing {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        Hearing(HttpResponse<Stream<String>> stream) {
            Thread.ofVirtual().start(() -> {
                try {
                    stream.body().forEach(lines::add);
                } catch (UncheckedIOException closed) {
                    // By the test.
                }
                ended = true;
            });
        }

        void until(String line) {
            Faults.until(line, () -> lines.contains(line));
        }
    }
}
