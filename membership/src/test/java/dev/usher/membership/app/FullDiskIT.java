package dev.usher.membership.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.membership.contract.proto.SidecarState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full, and one that cannot be written: a small file system of its own, which takes root.
@Tag("full")
class FullDiskIT {

    private static final SidecarState OLD =
            SidecarState.newBuilder().setEpoch(7).build();
    private static final SidecarState NEW =
            SidecarState.newBuilder().setEpoch(8).setEstate("e".repeat(6_000)).build();

    @TempDir
    private Path folder;

    @BeforeEach
    void mount() throws Exception {
        perform("mount", "-t", "tmpfs", "-o", "size=16k,mode=700", "tmpfs", folder.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        perform("umount", folder.toString());
    }

    @Test
    void aFullDiskLeavesTheOldState() throws Exception {
        new StateFile(folder).write(OLD);
        Files.write(folder.resolve("other"), new byte[8 * 1024]);

        assertThatThrownBy(() -> new StateFile(folder).write(NEW)).isInstanceOf(IOException.class);
        assertThat(new StateFile(folder).read()).isEqualTo(OLD);

        Files.delete(folder.resolve("other"));
        new StateFile(folder).write(NEW);
        assertThat(new StateFile(folder).read()).isEqualTo(NEW);
    }

    @Test
    void aDiskThatCannotBeWrittenLeavesTheOldState() throws Exception {
        new StateFile(folder).write(OLD);
        perform("mount", "-o", "remount,ro", folder.toString());

        assertThatThrownBy(() -> new StateFile(folder).write(NEW)).isInstanceOf(IOException.class);
        assertThat(new StateFile(folder).read()).isEqualTo(OLD);
    }

    private static void perform(String... command) throws Exception {
        var process = new ProcessBuilder(List.of(command)).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
