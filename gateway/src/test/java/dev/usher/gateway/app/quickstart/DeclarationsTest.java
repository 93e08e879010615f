package dev.usher.gateway.app.quickstart;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.ClusterBody;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.DirectorBody;
import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.membership.config.SidecarSettings;
import dev.usher.membership.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclarationsTest {

    private static final TokenDigest ADMIN = TokenDigest.parse("sha256:" + "2".repeat(64));

    @TempDir
    private Path folder;

    @Test
    void theGatewaysFileHasNoMistakesAndAllPortsShifted() throws Exception {
        var site = site();
        Files.writeString(site.gateway(), new Declarations(site, new Ports(1000), true).gateway(ADMIN));

        var loaded = Configuration.load(site.gateway());

        var configuration = loaded.value();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(configuration.listeners())
                .extracting(listener -> listener.address().toString())
                .containsExactly("127.0.0.1:9443", "127.0.0.1:9080", "[::1]:9443", "[::1]:9080");
        assertThat(configuration.admin().address()).hasToString("127.0.0.1:9480");
        assertThat(requireNonNull(configuration.control()).address()).hasToString("127.0.0.1:9482");
        assertThat(requireNonNull(configuration.store()).place()).isEqualTo(new Place.Sqlite(site.store()));
        assertThat(configuration.clusters()).isEmpty();
        assertThat(configuration.admin().apiTokens().getFirst().digest()).isEqualTo(ADMIN);
    }

    @Test
    void theSidecarsFilesHaveNoMistakes() throws Exception {
        var site = site();
        for (var number = 1; number <= Ports.DIRECTORS; number++) {
            var file = new Declarations(site, new Ports(0), false).sidecar(number, "usher_enrol_x");
            Files.writeString(site.sidecar(number), file);

            var loaded = SidecarSettings.read(site.sidecar(number));

            assertThat(loaded.warnings()).isEmpty();
            assertThat(loaded.value().director()).isEqualTo("director-" + number);
            assertThat(loaded.value().dataDir()).isEqualTo(site.sidecars());
        }
    }

    @Test
    void whatTheApiIsToldHasNoMistakes() throws Exception {
        var declarations = new Declarations(site(), new Ports(1000), true);

        var cluster = Settings.body(declarations.cluster().encode(), ClusterBody::create);
        var director = Settings.body(declarations.director(2).encode(), DirectorBody::create);

        assertThat(cluster.mistakes()).isEmpty();
        assertThat(director.mistakes()).isEmpty();
        assertThat(requireNonNull(director.value()).port()).isEqualTo(9083);
    }

    private Site site() throws Exception {
        var site = Site.open(folder.resolve("a \"quoted\" name"));
        Files.writeString(site.authority(), "");
        Files.writeString(site.certificate(), "");
        Files.writeString(site.key(), "");
        return site;
    }
}
