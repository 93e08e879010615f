package dev.usher.membership.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.PastOrder;
import dev.usher.membership.contract.proto.SidecarState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    private static final SidecarState OLD = state(3);
    private static final SidecarState NEW = state(4);
    private static final SidecarState FORGETFUL =
            SidecarState.newBuilder().setForgetful(true).build();

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatWasWritten() throws IOException {
        file().write(OLD);
        file().write(NEW);

        assertThat(file().read()).isEqualTo(NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsNewUnlessTheIdentityIsThere() throws IOException {
        assertThat(file().read()).isEqualTo(SidecarState.getDefaultInstance());

        Files.writeString(folder.resolve(Identity.FILE), "");

        assertThat(file().read()).isEqualTo(FORGETFUL);
    }

    /// The process or the power ends while the next state is being written, before it takes the old one's place.
    @Test
    void aWriteThatIsCutAnywhereLeavesTheOldState() throws IOException {
        file().write(OLD);
        var next = StateFile.encoded(NEW);

        for (int length = 0; length <= next.length; length++) {
            Files.write(folder.resolve("state.next"), Arrays.copyOf(next, length));

            assertThat(file().read()).as("cut after " + length).isEqualTo(OLD);
        }
        file().write(NEW);
        assertThat(file().read()).isEqualTo(NEW);
        assertThat(folder.resolve("state.next")).doesNotExist();
    }

    /// After the move it is the new one, whether or not the folder was synchronised.
    @Test
    void aWriteThatIsCutAfterTheMoveLeavesTheNewState() throws IOException {
        file().write(OLD);
        Files.write(path(), StateFile.encoded(NEW));

        assertThat(file().read()).isEqualTo(NEW);
    }

    /// What no write of ours leaves: a file system that lost its tail.
    @Test
    void aStateThatIsCutAnywhereIsSetAsideWhole() throws IOException {
        var whole = StateFile.encoded(NEW);

        for (int length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            Files.write(path(), cut);

            assertThat(file().read()).as("cut after " + length).isEqualTo(FORGETFUL);
            assertThat(path()).doesNotExist();
            assertThat(folder.resolve(StateFile.ASIDE)).hasBinaryContent(cut);
        }
    }

    @Test
    void aGarbledStateIsSetAside() throws IOException {
        var whole = StateFile.encoded(NEW);
        for (int at = 0; at < whole.length; at++) {
            var garbled = whole.clone();
            garbled[at] ^= 0x10;
            Files.write(path(), garbled);

            assertThat(file().read()).as("garbled at " + at).isEqualTo(FORGETFUL);
        }
        for (long seed = 0; seed < 200; seed++) {
            var noise = new byte[new Random(seed).nextInt(200)];
            new Random(seed).nextBytes(noise);
            Files.write(path(), noise);

            assertThat(file().read()).as("seed " + seed).isEqualTo(FORGETFUL);
        }
    }

    @Test
    void whatIsTooLargeIsNotRead() throws IOException {
        Files.write(path(), new byte[(1 << 20) + 1]);

        assertThat(file().read()).isEqualTo(FORGETFUL);
    }

    @Test
    void aWriteThatFailsLeavesTheOldState() throws IOException {
        file().write(OLD);
        // A folder that is not empty stands where the next state would be written: root too cannot replace it.
        Files.createDirectories(folder.resolve("state.next").resolve("x"));

        assertThatThrownBy(() -> file().write(NEW)).isInstanceOf(IOException.class);

        assertThat(file().read()).isEqualTo(OLD);
    }

    private StateFile file() {
        return new StateFile(folder);
    }

    private Path path() {
        return folder.resolve(StateFile.FILE);
    }

    private static SidecarState state(int run) {
        return SidecarState.newBuilder()
                .setEstate("estate-a")
                .setEpoch(70 + run)
                .setRun(run)
                .setDrained(true)
                .addPast(PastOrder.newBuilder().setId("order-" + run).setOutcome(Outcome.DONE))
                .build();
    }
}
