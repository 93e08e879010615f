package dev.usher.gateway.control.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.Fixtures;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.sql.SqlStore;
import dev.usher.gateway.core.config.StoreSettings.Place.Sqlite;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsIT {

    private static final Operator ALL = new Operator("all", "all@example.com", Set.of(Permission.values()));

    private static final String TEXT = "x".repeat(900);

    private final Ticker ticker = Ticker.system();
    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor();
    private final Fleet fleet = new Fleet(List.of(Fixtures.cluster(3)), ticker);
    private final SqlStore store;
    private final Events events;
    private final HttpServer server;
    private final List<Hearing> hearings = new ArrayList<>();
    private volatile Operator who = ALL;
    private volatile Optional<Operator> again = Optional.of(ALL);

    EventsIT(@TempDir Path folder) throws Exception {
        store = SqlStore.open(new Sqlite(folder.resolve("usher.db")), ticker);
        var stored = new EventSources.Stored(store, new Copies(store, ticker));
        events = new Events(new EventSources(fleet, new Snapshots(), List::of, stored, ticker));
        server = vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(4096))
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .await(60, TimeUnit.SECONDS);
    }

    private void serve(HttpServerRequest request) {
        var lastId = request.getHeader("Last-Event-ID");
        var listener =
                new Events.Listener(who, lastId == null ? "" : lastId, () -> CompletableFuture.completedFuture(again));
        var entry = events.open(vertx.getOrCreateContext(), request, listener);
        if (entry != Events.Entry.OPEN) {
            request.response().setStatusCode(503).end(entry.toString());
        }
    }

    @AfterEach
    void close() throws Exception {
        for (var hearing : hearings) {
            hearing.close();
        }
        clerk.shutdownNow();
        store.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void tellsEachOnlyWhatItMayKnow() throws Exception {
        var all = listen("");
        who = new Operator("some", "some@example.com", Set.of(Permission.DEVICE_READ));
        var some = listen("");

        events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", "hidden"));
        events.tell(Event.Kind.DEVICE, new JsonObject().put("object", "shown"));

        all.until("device.changed");
        some.until("device.changed");
        assertThat(all.heard()).contains("event: cluster.changed", "\"object\":\"hidden\"");
        assertThat(some.heard()).doesNotContain("cluster", "hidden");
    }

    @Test
    void goesOnAfterWhatWasHeard() throws Exception {
        var first = listen("");
        events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", "one"));
        first.until("\"one\"");
        leave(first);
        events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", "two"));

        var second = listen(first.lastId());

        second.until("\"two\"");
        assertThat(second.heard()).doesNotContain("\"one\"", "reset");
    }

    @Test
    void saysWhenSomethingWasMissed() throws Exception {
        var first = listen("");
        var id = first.lastId();
        leave(first);
        for (int i = 0; i <= EventRing.EVENTS_MAX; i++) {
            events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", "c-" + i));
        }

        listen(id).until("event: reset");
        listen("somebody-elses").until("event: reset");
    }

    @Test
    void cutsWhoTakesNothingAndNoOther() throws Exception {
        var fine = listen("");
        try (var slow = new Socket()) {
            listenButNeverRead(slow);
            tell(fine, EventRing.EVENTS_MAX / 2);
            Faults.until("one is cut", () -> {
                events.beat();
                return events.listening() == 1;
            });
            assertThat(readToTheEnd(slow)).contains("event: cluster.changed").doesNotEndWith("\r\n0\r\n\r\n");
        }
        events.tell(Event.Kind.DEVICE, new JsonObject().put("object", "last"));
        fine.until("\"last\"");
        assertThat(fine.heard()).doesNotContain("reset");
    }

    @Test
    void cutsWhoDoesNotTakeItsEnd() throws Exception {
        var fine = listen("");
        try (var slow = new Socket()) {
            listenButNeverRead(slow);
            tell(fine, 2 * EventStream.UNSENT_MAX);
            again = Optional.empty();
            events.knowAgain();
            fine.untilItEnds();
            Faults.until("one has its end", () -> events.listening() == 1);
            Faults.until("none of them is left", () -> {
                events.beat();
                return events.listening() == 0;
            });
        }
    }

    @Test
    void tellsASlowReaderThatItMissedSomething() throws Exception {
        var fine = listen("");
        try (var slow = new Socket()) {
            listenButNeverRead(slow);
            tell(fine, 2 * EventRing.EVENTS_MAX);

            slow.setSoTimeout(10_000);
            var heard = new StringBuilder();
            while (heard.indexOf("event: reset") < 0) {
                heard.append(read(slow));
            }
            assertThat(events.listening()).isEqualTo(2);
        }
    }

    private void listenButNeverRead(Socket slow) throws IOException {
        slow.setReceiveBufferSize(4096);
        slow.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.actualPort()));
        slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Faults.until("both listen", () -> events.listening() == 2);
    }

    /// At the pace of `fine`, which has heard all in the end.
    private void tell(Hearing fine, int count) {
        for (int told = 1; told <= count; told++) {
            events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", TEXT));
            fine.await(told);
        }
        events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", "all of it"));
        fine.until("\"all of it\"");
    }

    /// What is there, at least something.
    private static String read(Socket socket) throws IOException {
        var bytes = new byte[16 * 1024];
        int length = socket.getInputStream().read(bytes);
        if (length < 0) {
            throw new AssertionError("the stream ended");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /// All that still comes, whether or not the connection was reset then.
    private static String readToTheEnd(Socket socket) throws IOException {
        var heard = new StringBuilder();
        var bytes = new byte[16 * 1024];
        socket.setSoTimeout(10_000);
        try {
            for (int length = 0; length >= 0; length = socket.getInputStream().read(bytes)) {
                heard.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return heard.toString();
    }

    @Test
    void letsInNoMoreThanItHasRoomFor() throws Exception {
        for (int i = 0; i < Events.STREAMS_MAX; i++) {
            listen("");
        }

        assertThat(refusal()).endsWith("FULL");

        hearings.getFirst().close();
        Faults.until("one left", () -> events.listening() < Events.STREAMS_MAX);
        listen("");
    }

    @Test
    void endsWithTheRightToListen() throws Exception {
        var hearing = listen("");
        events.knowAgain();
        events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", "one"));
        hearing.until("\"one\"");

        again = Optional.of(new Operator("less", "less@example.com", Set.of(Permission.DEVICE_READ)));
        events.knowAgain();
        events.tell(Event.Kind.CLUSTER, new JsonObject().put("object", "two"));
        events.tell(Event.Kind.DEVICE, new JsonObject().put("object", "three"));
        hearing.until("\"three\"");
        assertThat(hearing.heard()).doesNotContain("\"two\"");

        again = Optional.empty();
        events.knowAgain();
        hearing.untilItEnds();
        Faults.until("nobody listens", () -> events.listening() == 0);
    }

    @Test
    void endsInGoodOrderWhenTheGatewayDoes() throws Exception {
        var hearing = listen("");

        events.close();

        hearing.untilItEnds();
        assertThat(hearing.heard()).endsWith("\r\n0\r\n\r\n");
        assertThat(refusal()).endsWith("CLOSED");
    }

    @Test
    void tellsWhatTheFleetDoes() throws Exception {
        events.follow(Timers.on(clerk));
        var hearing = listen("");

        fleet.drain(Fixtures.director(1), Duration.ofMinutes(1), true, Set.of());
        hearing.until("director.changed");
        fleet.configure(List.of());
        hearing.until("cluster.changed");

        assertThat(hearing.heard()).contains("\"object\":\"" + Fixtures.director(1) + "\",\"cluster\":");
    }

    @Test
    void tellsWhatThePeopleDo() throws Exception {
        events.follow(Timers.on(clerk));
        untilTheLogWasRead();
        var hearing = listen("");
        var directors = new Directors(store, () -> Declarations.NONE, _ -> true, ticker, new SecureRandom());
        var actor = new Actor("ops@example.com", "192.0.2.7");

        var created = directors.create(actor, "{\"name\": \"fresh\", \"type\": \"self_managed\"}", false);
        assertThat(created.join()).isInstanceOf(Outcome.Done.class);

        hearing.until("event: activity");
        assertThat(hearing.heard())
                .contains("data: {\"object_type\":\"director\",\"object\":\"fresh\"}")
                .contains("\"object_type\":\"Director\",\"object\":\"fresh\",\"action\":\"CreatedDirector\"")
                .doesNotContain("ops@example.com");
    }

    /// Both readers of the store meet, so what was asked of them before is done.
    private void untilTheLogWasRead() {
        var meeting = new CyclicBarrier(2);
        var both = List.of(store.read(_ -> met(meeting)), store.read(_ -> met(meeting)));
        both.forEach(CompletableFuture::join);
    }

    private static int met(CyclicBarrier meeting) {
        try {
            return meeting.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Hearing listen(String lastId) throws IOException {
        int before = events.listening();
        var hearing = new Hearing(server.actualPort(), lastId);
        hearings.add(hearing);
        Faults.until("it listens", () -> events.listening() > before);
        hearing.until("retry: ");
        return hearing;
    }

    private void leave(Hearing hearing) throws IOException {
        int before = events.listening();
        hearing.close();
        Faults.until("it is gone", () -> events.listening() < before);
    }

    private String refusal() throws IOException {
        try (var hearing = new Hearing(server.actualPort(), "")) {
            hearing.until("503");
            Faults.until(
                    "whole",
                    () -> hearing.heard().contains("L") || hearing.heard().contains("D"));
            return hearing.heard();
        }
    }

    /// Somebody who listens, and keeps all that comes as it came.
    private static final class Hearing implements AutoCloseable {

        private final Socket socket;
        private final StringBuilder heard = new StringBuilder();
        private int count;
        private volatile boolean ended;

        Hearing(int port, String lastId) throws IOException {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
            var header = lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n";
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var in = socket.getInputStream();
            Thread.ofVirtual().start(() -> read(in));
        }

        private void read(InputStream in) {
            var bytes = new byte[16 * 1024];
            try {
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    var text = new String(bytes, 0, length, StandardCharsets.UTF_8);
                    hear(text);
                }
            } catch (IOException closed) {
                // By the test, or by what it tests.
            }
            ended = true;
        }

        private synchronized void hear(String text) {
            heard.append(text);
            count += text.split("event: ", -1).length - 1;
        }

        synchronized String heard() {
            return heard.toString();
        }

        private synchronized boolean heard(String text) {
            return heard.indexOf(text) >= 0;
        }

        private synchronized int count() {
            return count;
        }

        void until(String text) {
            Faults.until(text, () -> heard(text));
        }

        /// Waits until it is near the event of that number, so that it is never slow.
        void await(int number) {
            if (number % 64 == 0) {
                Faults.until("event " + number, () -> count() >= number - 64);
            }
        }

        void untilItEnds() {
            Faults.until("it ends", () -> ended || heard("\r\n0\r\n\r\n"));
        }

        String lastId() {
            var text = heard();
            int start = text.lastIndexOf("id: ") + 4;
            return text.substring(start, text.indexOf('\n', start));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
