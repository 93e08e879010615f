package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.Faults;
import dev.usher.gateway.testkit.Relay;
import dev.usher.membership.channel.ChannelSettings;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.FromSidecar;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.Status;
import io.vertx.grpc.common.GrpcStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttendanceIT {

    private static final String LOGGER = "dev.usher.gateway.control.channel";

    @TempDir
    Path folder = Path.of("");

    private TestEstate estate;

    @BeforeEach
    void open() {
        estate = TestEstate.in(folder, "edge-1");
    }

    @AfterEach
    void close() {
        estate.close();
    }

    @Test
    void aCutConnectionIsNoticedAtOnceAndMended() {
        try (var relay = Relay.to(estate.port());
                var sidecar = behind(relay)) {
            sidecar.awaitConnected(address(relay));
            estate.awaitConnected("director-1");

            relay.cut();

            var back = Eventually.holds("it is back", Duration.ofSeconds(10), () -> sidecar.welcomes.get() == 2);
            assertThat(back).isLessThan(Duration.ofSeconds(3));
            estate.awaitConnected("director-1");
            sidecar.awaitConnected(address(relay));
        }
    }

    @Test
    void aPeerThatFallsSilentCountsAsGone() {
        try (var relay = Relay.to(estate.port());
                var sidecar = behind(relay)) {
            sidecar.awaitConnected(address(relay));
            estate.awaitConnected("director-1");

            relay.stall();

            assertThat(gone()).isLessThan(Duration.ofSeconds(6));
            Faults.until("the sidecar knows too", () -> sidecar.connected.isEmpty());
            relay.go();
            estate.awaitConnected("director-1");
        }
    }

    @Test
    void theClientIsBackAfterTheGatewayRestarts() {
        try (var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.awaitConnected(estate);

            estate.stop();
            Faults.until("disconnected", () -> sidecar.connected.isEmpty());
            assertThat(estate.view("director-1").connected()).isFalse();
            estate.start();

            sidecar.awaitConnected(estate);
            estate.awaitConnected("director-1");
            assertThat(sidecar.goodbyes).contains("the gateway ends");
        }
    }

    @Test
    void statusIsShownAsItChanges() {
        try (var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.awaitConnected(estate);

            sidecar.sayStatus(status -> status.setVersion("2.6.0").setConfigRevision(7));

            Faults.until(
                    "the new version",
                    () -> "2.6.0".equals(estate.view("director-1").version()));
            assertThat(estate.view("director-1").configRevision()).isEqualTo(7);
        }
    }

    @Test
    void heartbeatsTellWhatIsInFlight() {
        try (var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.awaitConnected(estate);
            estate.sight("director-1", new Sight(3, true, true));

            Faults.until(
                    "a heartbeat with both",
                    () -> sidecar.heartbeats.stream().anyMatch(beat -> beat.getInFlight() == 3 && beat.getWithheld()));
        }
    }

    @Test
    void aHelloForAnotherDirectorIsRefusedAndLogged() {
        try (var log = HeardLog.of(LOGGER);
                var raw = new RawSidecar(estate, enrolled("director-1"))) {
            raw.say(hello("director-2"));

            assertThat(raw.awaitEnd()).isEqualTo(GrpcStatus.PERMISSION_DENIED);
            log.await("refused as the sidecar of director-2: the certificate of director-1");
            assertThat(estate.view("director-2").connected()).isFalse();
        }
    }

    @Test
    void withoutACertificateNobodyAttends() {
        try (var raw = new RawSidecar(estate, null)) {
            raw.say(hello("director-1"));

            assertThat(raw.awaitEnd()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
        }
    }

    @Test
    void helloComesFirst() {
        try (var raw = new RawSidecar(estate, enrolled("director-1"))) {
            raw.say(FromSidecar.newBuilder()
                    .setStatus(Status.getDefaultInstance())
                    .build());

            assertThat(raw.awaitEnd()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
        }
    }

    @Test
    void whoSaysNothingIsNotWaitedForLong() {
        try (var raw = new RawSidecar(estate, enrolled("director-1"))) {
            raw.say(FromSidecar.getDefaultInstance());

            Faults.until("the end", raw::over);
        }
    }

    @Test
    void aCertificateOfAnotherEstateDoesNotGetThroughTheHandshake() {
        try (var other = TestEstate.in(folder, "elsewhere")) {
            try (var there = TestSidecar.of("director-1", folder, other.newKey("director-1"), other)) {
                there.awaitConnected(other);
            }
            try (var log = HeardLog.of("dev.usher.membership.channel");
                    var stranger = TestSidecar.of("director-1", folder, null, estate)) {
                log.await("gateway 127.0.0.1:" + estate.port());

                assertThat(stranger.connected).isEmpty();
                assertThat(estate.view("director-1").connected()).isFalse();
            }
        }
    }

    @Test
    void anExpiredCertificateDoesNotGetThroughTheHandshake() {
        estate.close();
        estate = TestEstate.ago(folder, "old", Duration.ofDays(3 * 365));
        try (var log = HeardLog.of("dev.usher.membership.channel");
                var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            Faults.until("enrolled", () -> !sidecar.identities.isEmpty());

            log.await("gateway 127.0.0.1:" + estate.port());
            assertThat(sidecar.connected).isEmpty();
            assertThat(estate.view("director-1").connected()).isFalse();
        }
    }

    @Test
    void aCertificateIsRenewedBeforeItExpires() {
        estate.close();
        estate = TestEstate.ago(folder, "older", Duration.ofDays(300));
        try (var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.awaitConnected(estate);

            Faults.until("a second certificate", () -> sidecar.identities.size() == 2);
            var first = sidecar.identities.getFirst();
            var second = sidecar.identities.getLast();
            assertThat(second.key()).isEqualTo(first.key());
            assertThat(second.chain().getFirst().getSerialNumber())
                    .isNotEqualTo(first.chain().getFirst().getSerialNumber());
        }
    }

    @Test
    void aMessageThatIsTooLongEndsTheStreamOfWhoSentIt() {
        try (var good = TestSidecar.of("director-2", folder, estate.newKey("director-2"), estate);
                var raw = new RawSidecar(estate, enrolled("director-1"))) {
            good.awaitConnected(estate);
            raw.say(hello("director-1"));
            estate.awaitConnected("director-1");

            raw.say(FromSidecar.newBuilder()
                    .setStatus(Status.newBuilder().setVersion("x".repeat(ControlChannel.MESSAGE_BYTES_MAX + 1)))
                    .build());

            assertThat(raw.awaitEnd()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
            estate.awaitNotConnected("director-1");
            good.awaitConnected(estate);
        }
    }

    @Test
    void oneMoreThanThereIsRoomForIsRefusedUntilSomebodyLeaves() {
        estate.close();
        estate = TestEstate.narrow(folder, "narrow", 2);
        try (var log = HeardLog.of(LOGGER);
                var said = HeardLog.of("dev.usher.membership.channel");
                var first = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate);
                var second = TestSidecar.of("director-2", folder, estate.newKey("director-2"), estate)) {
            first.awaitConnected(estate);
            second.awaitConnected(estate);

            try (var third = TestSidecar.of("director-3", folder, estate.newKey("director-3"), estate)) {
                log.await("no room for somebody at 127.0.0.1: streams: 3 (expected: at most 2)");
                try (var raw = new RawSidecar(estate, third.identity())) {
                    raw.say(hello("director-3"));
                    assertThat(raw.awaitEnd()).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
                }
                said.await("RESOURCE_EXHAUSTED: streams: 3 (expected: at most 2); trying again");
                assertThat(log.lines().stream().filter(line -> line.startsWith("no room")))
                        .hasSize(1);
                assertThat(third.connected).isEmpty();
                estate.awaitConnected("director-1");
                estate.awaitConnected("director-2");

                second.channels().farewell(false);

                Eventually.holds("the third is in", Duration.ofSeconds(60), () -> !third.connected.isEmpty());
                first.awaitConnected(estate);
                estate.awaitNotConnected("director-2");
            }
        }
    }

    @Test
    void aNewerStreamReplacesTheOlderOne() throws IOException {
        try (var first = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            first.awaitConnected(estate);
            var copy = Files.createDirectories(folder.resolve("copy").resolve("director-1"));
            Files.copy(folder.resolve("director-1").resolve("identity.pem"), copy.resolve("identity.pem"));

            try (var second = TestSidecar.of("director-1", folder.resolve("copy"), null, estate)) {
                second.awaitConnected(estate);

                Faults.until("goodbye", () -> first.goodbyes.contains("replaced by a newer stream"));
                assertThat(estate.view("director-1").connected()).isTrue();
            }
        }
    }

    private TestSidecar behind(Relay relay) {
        return TestSidecar.at(
                "director-1",
                folder,
                estate.newKey("director-1"),
                List.of(new ChannelSettings.Gateway("127.0.0.1", relay.port(), estate.ca())));
    }

    private static String address(Relay relay) {
        return "127.0.0.1:" + relay.port();
    }

    private Duration gone() {
        return Faults.until(
                "director-1 not connected", () -> !estate.view("director-1").connected());
    }

    /// The identity of a sidecar that has enrolled and gone.
    private Identity enrolled(String director) {
        try (var sidecar = TestSidecar.of(director, folder, estate.newKey(director), estate)) {
            sidecar.awaitConnected(estate);
            return sidecar.identities.getFirst();
        } finally {
            estate.awaitNotConnected(director);
        }
    }

    private static FromSidecar hello(String director) {
        return FromSidecar.newBuilder()
                .setHello(Hello.newBuilder().setDirector(director))
                .build();
    }
}
