package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationWatchTest {

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("gateway.yaml");
        Files.writeString(file, "password: ${file:secret}\n");
        Files.writeString(folder.resolve("secret"), "first");
    }

    @Test
    void seesNothingWhereNothingChanges() {
        var watch = new ConfigurationWatch(file);

        assertThat(changes(watch)).isZero();
    }

    @Test
    void seesANewTextOnce() throws IOException {
        var watch = new ConfigurationWatch(file);
        changes(watch);

        Files.writeString(file, "other: text\n");

        assertThat(changes(watch)).isEqualTo(1);
    }

    @Test
    void seesWhatChangedBeforeTheFirstLook() throws IOException {
        var watch = new ConfigurationWatch(file);

        Files.writeString(file, "other: text\n");

        assertThat(changes(watch)).isEqualTo(1);
    }

    @Test
    void waitsUntilNobodyWritesAnyMore() throws IOException {
        var watch = new ConfigurationWatch(file);
        changes(watch);

        for (int line = 1; line < 5; line++) {
            Files.writeString(file, "half\n".repeat(line));
            assertThat(watch.changed()).isFalse();
        }

        assertThat(changes(watch)).isEqualTo(1);
    }

    @Test
    void seesARename() throws IOException {
        var watch = new ConfigurationWatch(file);
        changes(watch);
        var next = folder.resolve("next.yaml");

        Files.writeString(next, "password: ${file:other0}\n");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(changes(watch)).isEqualTo(1);
    }

    @Test
    void seesALinkThatLeadsElsewhere() throws IOException {
        for (var version : new String[] {"1", "2"}) {
            Files.createDirectories(folder.resolve(version));
            Files.writeString(folder.resolve(version).resolve("gateway.yaml"), "version: " + version + "\n");
        }
        var data = folder.resolve("..data");
        Files.createSymbolicLink(data, Path.of("1"));
        var link = folder.resolve("linked.yaml");
        Files.createSymbolicLink(link, Path.of("..data/gateway.yaml"));
        var watch = new ConfigurationWatch(link);
        changes(watch);

        var next = folder.resolve("..next");
        Files.createSymbolicLink(next, Path.of("2"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(changes(watch)).isEqualTo(1);
    }

    @Test
    void seesANewSecret() throws IOException {
        var watch = new ConfigurationWatch(file);
        changes(watch);

        Files.writeString(folder.resolve("secret"), "second");

        assertThat(changes(watch)).isEqualTo(1);
    }

    @Test
    void followsTheSecretsThatTheNewTextNames() throws IOException {
        var watch = new ConfigurationWatch(file);
        Files.writeString(file, "password: ${file:other}\n");
        assertThat(changes(watch)).isEqualTo(1);

        Files.writeString(folder.resolve("secret"), "second");
        assertThat(changes(watch)).isZero();
        Files.writeString(folder.resolve("other"), "second");
        assertThat(changes(watch)).isEqualTo(1);
    }

    @Test
    void doesNotCareForANewTimeOfTheSameText() throws IOException {
        var watch = new ConfigurationWatch(file);
        changes(watch);

        Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L));

        assertThat(changes(watch)).isZero();
    }

    @Test
    void forgetsWhatWasTaken() throws IOException {
        var watch = new ConfigurationWatch(file);
        changes(watch);
        Files.writeString(file, "other: text\n");

        watch.take();

        assertThat(changes(watch)).isZero();
    }

    private static int changes(ConfigurationWatch watch) {
        int changes = 0;
        for (int look = 0; look < 5; look++) {
            if (watch.changed()) {
                changes++;
            }
        }
        return changes;
    }
}
