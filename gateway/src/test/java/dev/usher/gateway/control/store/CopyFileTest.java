package dev.usher.gateway.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyFileTest {

    private static final ClusterName WEST = new ClusterName("west");
    private static final ClusterName EAST = new ClusterName("east");

    private final Path path;
    private final CopyFile file;

    CopyFileTest(@TempDir Path folder) {
        this.path = folder.resolve("data").resolve("edge-1.store-copy.json");
        this.file = new CopyFile(path, new Place.Sqlite(folder.resolve("usher.db")));
    }

    @Test
    void whatIsWrittenIsReadAsItWas() throws IOException {
        var known = new Copies.Known(copy(), 1_800_000_000_123L);

        file.write(known);

        var read = Objects.requireNonNull(file.read());
        assertThat(read).isEqualTo(known);
        assertThat(read.copy().clusters().getFirst().tls().sealedKey()).isEqualTo(Sealed.of(new byte[] {1, 2, 3}));
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        file.write(new Copies.Known(copy(), 1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasNeverWrittenIsNotKnown() throws IOException {
        assertThat(file.read()).isNull();
    }

    @Test
    void theCopyOfAnotherStoreIsNotBelieved() throws IOException {
        file.write(new Copies.Known(copy(), 1));
        var other = new CopyFile(path, new Place.Postgresql("db.example.com", 5432, "usher", "usher", null, Map.of()));

        assertThatThrownBy(other::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("store sqlite:")
                .hasMessageContaining("(expected: postgresql://db.example.com:5432/usher)");
    }

    @Test
    void anotherFormatIsNotBelieved() throws IOException {
        file.write(new Copies.Known(copy(), 1));
        Files.writeString(path, Files.readString(path).replace("\"format\":1", "\"format\":2"));

        assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("format 2 (expected: 1)");
    }

    @Test
    void aDamagedFileIsNotBelieved() throws IOException {
        file.write(new Copies.Known(copy(), 1));
        var text = Files.readString(path);
        for (var damaged : List.of(
                "",
                "null",
                "[]",
                text.substring(0, text.length() / 2),
                text.replace("\"west\"", "7"),
                text.replace("sha256:", ""))) {
            Files.writeString(path, damaged);

            assertThatThrownBy(file::read)
                    .as(damaged)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(path + ": ");
        }
    }

    private static Copy copy() {
        var director = new DirectorName("d-1");
        return new Copy(
                List.of(
                        new DirectorRow(
                                director, Ownership.MANAGED, "10.0.0.1", 8081, Map.of(), false, true, true, 3, 5),
                        new DirectorRow(
                                new DirectorName("d-2"),
                                Ownership.SELF_MANAGED,
                                "",
                                0,
                                Map.of(new ServiceName("http"), 80),
                                true,
                                null,
                                false,
                                1,
                                6)),
                List.of(new ClusterRow(
                        WEST,
                        Ownership.MANAGED,
                        8081,
                        false,
                        true,
                        new ClusterRow.Tls(true, "chain", "ca", Sealed.of(new byte[] {1, 2, 3})),
                        new ClusterRow.Restriction(true, List.of("10.0.0.0/8")),
                        true,
                        "{\"retry\":{}}",
                        List.of(new ClusterRow.Member(
                                director, "10.0.0.1", 8081, 100, Map.of(new ServiceName("http"), 80))),
                        4,
                        7)),
                List.of(new OverrideRow(EAST, false, 2)),
                List.of(
                        new TokenRow(
                                "a1", WEST, new TokenName("ci"), digest(1), 8, 9L, null, Set.of(), List.of(), null),
                        new TokenRow(
                                "b2",
                                EAST,
                                new TokenName("old"),
                                digest(2),
                                8,
                                null,
                                10L,
                                Set.of(new ListenerName("agents"), new ListenerName("other")),
                                List.of("192.0.2.1"),
                                11L)),
                List.of(
                        new DeviceRow("fw-1", "firewall", null, WEST, 1, 12),
                        new DeviceRow("fw-2", "firewall", director, null, 1, 13)),
                List.of(new DrainRow(director, "ops@example.com", 15, true, 14)),
                new Versions(1, 2, 3, 4, 5),
                14);
    }

    private static TokenDigest digest(long number) {
        return new TokenDigest(number, 2, 3, 4);
    }
}
