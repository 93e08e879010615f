package dev.usher.gateway.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.EnrolRequest;
import dev.usher.membership.mesh.MeshName;
import io.vertx.grpc.common.GrpcStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentIT {

    private static final String LOGGER = "dev.usher.gateway.control.channel";

    @TempDir
    Path folder = Path.of("");

    @Test
    void aKeyIsExchangedForACertificateThatTheSidecarThenAttendsWith() throws IOException {
        try (var estate = TestEstate.in(folder, "edge-1");
                var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.awaitConnected(estate);

            var identity = sidecar.identities.getFirst();
            var leaf = identity.chain().getFirst();
            assertThat(MeshName.of(leaf))
                    .isEqualTo(new MeshName(estate.authority.estate(), MeshName.Role.DIRECTOR, "director-1"));
            assertThat(identity.estate()).isEqualTo(estate.authority.estate());
            assertThat(sidecar.channels().identity()).isEqualTo(identity);
            assertThat(sidecar.connected.values().iterator().next().getGateway())
                    .isEqualTo("edge-1");
            var file = folder.resolve("director-1").resolve("identity.pem");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            estate.awaitConnected("director-1");
            assertThat(estate.view("director-1").version()).isEqualTo("2.5.0");
            assertThat(estate.view("director-2").connected()).isFalse();
        }
    }

    @Test
    void aRestartedSidecarNeedsNoKeyAnyMore() {
        try (var estate = TestEstate.in(folder, "edge-1")) {
            try (var first = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
                first.awaitConnected(estate);
            }
            estate.awaitNotConnected("director-1");

            try (var second = TestSidecar.of("director-1", folder, null, estate)) {
                second.awaitConnected(estate);

                assertThat(second.identities).hasSize(1);
            }
        }
    }

    @Test
    void aStolenKeyUsedTwiceIsRefusedAndLogged() {
        try (var log = HeardLog.of(LOGGER);
                var estate = TestEstate.in(folder, "edge-1")) {
            var key = estate.newKey("director-1");
            try (var owner = TestSidecar.of("director-1", folder.resolve("owner"), key, estate)) {
                owner.awaitConnected(estate);

                try (var thief = TestSidecar.of("director-1", folder.resolve("thief"), key, estate)) {
                    log.await("enrolment of director-1 from 127.0.0.1 refused: its key was used before");

                    assertThat(thief.identities).isEmpty();
                    assertThat(log.lines()).noneMatch(line -> line.contains(key));
                    assertThat(owner.connected).isNotEmpty();
                }
            }
        }
    }

    @Test
    void aKeyOfAnotherDirectorIsRefusedAndLogged() {
        try (var log = HeardLog.of(LOGGER);
                var estate = TestEstate.in(folder, "edge-1");
                var sidecar = TestSidecar.of("director-2", folder, estate.newKey("director-1"), estate)) {
            log.await("enrolment of director-2 from 127.0.0.1 refused: the key is the one of director-1");

            assertThat(sidecar.identities).isEmpty();
        }
    }

    @Test
    void aDirectorThatNobodyConfiguredCannotEnrol() {
        try (var log = HeardLog.of(LOGGER);
                var estate = TestEstate.in(folder, "edge-1");
                var sidecar = TestSidecar.of("director-9", folder, estate.newKey("director-9"), estate)) {
            log.await("enrolment of director-9 from 127.0.0.1 refused: no such Director");

            assertThat(sidecar.identities).isEmpty();
        }
    }

    @Test
    void aCertificateIsNotRenewedForAnotherDirector() throws Exception {
        try (var log = HeardLog.of(LOGGER);
                var estate = TestEstate.in(folder, "edge-1");
                var sidecar = TestSidecar.of("director-1", folder, estate.newKey("director-1"), estate)) {
            sidecar.awaitConnected(estate);
            try (var raw = new RawSidecar(estate, sidecar.identity())) {
                assertThat(raw.enrol(renewal(sidecar.identity(), "director-1"), true))
                        .isEqualTo(GrpcStatus.OK);

                assertThat(raw.enrol(renewal(sidecar.identity(), "director-2"), true))
                        .isEqualTo(GrpcStatus.UNAUTHENTICATED);

                log.await("enrolment of director-2 from 127.0.0.1 refused: the certificate of director-1");
            }
        }
    }

    @Test
    void whoNeverComesToAnEndIsNotWaitedFor() {
        try (var estate = TestEstate.in(folder, "edge-1");
                var raw = new RawSidecar(estate, null)) {
            assertThat(raw.enrol(EnrolRequest.getDefaultInstance(), false)).isEqualTo(GrpcStatus.DEADLINE_EXCEEDED);
        }
    }

    private static EnrolRequest renewal(Identity identity, String director) throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(identity.key());
        signature.update(("usher-enrol:" + director + ":").getBytes(StandardCharsets.UTF_8));
        return EnrolRequest.newBuilder()
                .setDirector(director)
                .setPublicKey(ByteString.copyFrom(
                        identity.chain().getFirst().getPublicKey().getEncoded()))
                .setProof(ByteString.copyFrom(signature.sign()))
                .build();
    }

    @Test
    void aNewKeyVoidsTheOneBefore() {
        try (var log = HeardLog.of(LOGGER);
                var estate = TestEstate.in(folder, "edge-1")) {
            var old = estate.newKey("director-1");
            var young = estate.newKey("director-1");
            try (var late = TestSidecar.of("director-1", folder.resolve("late"), old, estate)) {
                log.await("enrolment of director-1 from 127.0.0.1 refused: no such key");

                try (var early = TestSidecar.of("director-1", folder.resolve("early"), young, estate)) {
                    early.awaitConnected(estate);
                }
                assertThat(late.identities).isEmpty();
            }
        }
    }

    @Test
    void whoEnrolledAnewReplacesWhoEnrolledBefore() {
        try (var log = HeardLog.of(LOGGER);
                var estate = TestEstate.in(folder, "edge-1")) {
            try (var first =
                    TestSidecar.of("director-1", folder.resolve("first"), estate.newKey("director-1"), estate)) {
                first.awaitConnected(estate);
            }
            try (var second =
                    TestSidecar.of("director-1", folder.resolve("2nd"), estate.newKey("director-1"), estate)) {
                second.awaitConnected(estate);

                try (var first = TestSidecar.of("director-1", folder.resolve("first"), null, estate)) {
                    log.await("refused as the sidecar of director-1: another one has enrolled since");
                    assertThat(first.connected).isEmpty();
                    assertThat(second.connected).isNotEmpty();
                }
            }
        }
    }

    @Test
    void theKeyMayBeKnownToOneOfTwoGatewaysOnly() {
        try (var stranger = TestEstate.in(folder, "edge-1");
                var home = TestEstate.in(folder, "edge-2");
                var sidecar = TestSidecar.of("director-1", folder, home.newKey("director-1"), stranger, home)) {
            sidecar.awaitConnected(home);

            assertThat(sidecar.identities.getFirst().estate()).isEqualTo(home.authority.estate());
            assertThat(stranger.view("director-1").connected()).isFalse();
        }
    }

    @Test
    void oneEnrolmentIsEnoughForGatewaysOfOneEstate() {
        try (var first = TestEstate.in(folder, "edge-1");
                var second = TestEstate.beside(first, folder, "edge-2");
                var sidecar = TestSidecar.of("director-1", folder, first.newKey("director-1"), first, second)) {
            sidecar.awaitConnected(first);
            sidecar.awaitConnected(second);

            assertThat(first.authority.estate()).isEqualTo(second.authority.estate());
            assertThat(sidecar.identities).hasSize(1);
            first.awaitConnected("director-1");
            second.awaitConnected("director-1");
        }
    }
}
