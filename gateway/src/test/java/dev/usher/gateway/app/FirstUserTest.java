package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.usher.gateway.core.config.AdminSettings;
import dev.usher.gateway.core.config.ApiTokenSettings;
import dev.usher.gateway.core.config.Endpoint;
import dev.usher.gateway.core.config.SessionSettings;
import dev.usher.gateway.core.config.UserSettings;
import dev.usher.gateway.core.model.PasswordHash;
import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstUserTest {

    private static final UserSettings ADA = new UserSettings(
            "ada@example.com", PasswordHash.of(PasswordHash.Cost.USUAL, new byte[16], new byte[32]), Set.of());
    private static final ApiTokenSettings CI = new ApiTokenSettings(
            new TokenName("ci"), "ci@example.com", new TokenDigest(1, 2, 3, 4), Set.of(Permission.CLUSTER_READ));

    @TempDir
    private Path folder = Path.of("");

    private final List<String> told = new ArrayList<>();

    @Test
    void isMadeOnceAndItsPasswordToldOnce() throws Exception {
        var first = users(List.of(), List.of());
        var again = users(List.of(), List.of());

        assertThat(first).hasSize(1).isEqualTo(again);
        assertThat(first.getFirst().email()).isEqualTo(FirstUser.EMAIL);
        assertThat(first.getFirst().permissions()).containsExactlyInAnyOrder(Permission.values());
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).matches("admin@localhost [A-Za-z0-9_-]{24}");
    }

    @Test
    void isKeptAsAHashThatOnlyItsOwnerReads() throws Exception {
        users(List.of(), List.of());

        var file = folder.resolve(FirstUser.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("$argon2id$")
                .doesNotContain(told.getFirst().substring(told.getFirst().indexOf(' ') + 1));
    }

    @Test
    void isNotMadeWhereSomebodyIsConfigured() throws Exception {
        assertThat(users(List.of(ADA), List.of())).containsExactly(ADA);
        assertThat(users(List.of(), List.of(CI))).isEmpty();
        assertThat(folder.resolve(FirstUser.FILE)).doesNotExist();
    }

    @Test
    void isNotLetInOnceThereAreUsers() throws Exception {
        users(List.of(), List.of());

        assertThat(users(List.of(ADA), List.of())).containsExactly(ADA);
    }

    @Test
    void isNotMadeAgainOverAFileThatCannotBeRead() throws Exception {
        Files.writeString(folder.resolve(FirstUser.FILE), "{\"password_hash\": 7}");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> users(List.of(), List.of()))
                .withMessageContaining(FirstUser.FILE);
        assertThat(told).isEmpty();
    }

    private List<UserSettings> users(List<UserSettings> users, List<ApiTokenSettings> tokens) throws IOException {
        var settings = new AdminSettings(
                new Endpoint("127.0.0.1", 8480),
                null,
                List.of(),
                tokens,
                users,
                new SessionSettings(Duration.ofMinutes(30), Duration.ofHours(12)));
        return FirstUser.users(settings, folder, new Random(7), (email, password) -> told.add(email + " " + password));
    }
}
