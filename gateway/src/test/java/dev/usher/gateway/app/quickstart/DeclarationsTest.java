package dev.usher.gateway.app.quickstart;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.membership.config.SidecarSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclarationsTest {

    private static final TokenDigest ACCESS = TokenDigest.parse("sha256:" + "1".repeat(64));
    private static final TokenDigest ADMIN = TokenDigest.parse("sha256:" + "2".repeat(64));

    @TempDir
    private Path folder;

    @Test
    void theGatewaysFileHasNoMistakesAndAllPortsShifted() throws Exception {
        var site = site();
        Files.writeString(site.gateway(), new Declarations(site, new Ports(1000), true).gateway(ACCESS, ADMIN));

        var loaded = Configuration.load(site.gateway());

        var configuration = loaded.value();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(configuration.listeners())
                .extracting(listener -> listener.address().toString())
                .containsExactly("127.0.0.1:9443", "127.0.0.1:9080", "[::1]:9443", "[::1]:9080");
        assertThat(configuration.admin().address()).hasToString("127.0.0.1:9480");
        var cluster = configuration.clusters().getFirst();
        assertThat(cluster.name()).hasToString("quickstart");
        assertThat(cluster.directors()).extracting(director -> director.port()).containsExactly(9081, 9083, 9085);
        assertThat(cluster.access().tokens().list().getFirst().digest()).isEqualTo(ACCESS);
        assertThat(configuration.admin().apiTokens().getFirst().digest()).isEqualTo(ADMIN);
    }

    @Test
    void theSidecarsFilesHaveNoMistakes() throws Exception {
        var site = site();
        for (var number = 1; number <= Ports.DIRECTORS; number++) {
            Files.writeString(site.sidecar(number), new Declarations(site, new Ports(0), false).sidecar(number));

            var loaded = SidecarSettings.read(site.sidecar(number));

            assertThat(loaded.warnings()).isEmpty();
            assertThat(loaded.value().director()).isEqualTo("director-" + number);
            assertThat(requireNonNull(loaded.value().probe()).port()).isEqualTo(9000 + number);
            assertThat(loaded.value().dataDir()).isEqualTo(site.sidecar(number).resolveSibling("sidecars"));
        }
    }

    private Site site() throws Exception {
        var site = Site.open(folder.resolve("a \"quoted\" name"));
        Files.writeString(site.certificate(), "");
        Files.writeString(site.key(), "");
        return site;
    }
}
