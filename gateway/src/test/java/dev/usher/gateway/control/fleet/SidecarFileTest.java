package dev.usher.gateway.control.fleet;

import static dev.usher.gateway.control.fleet.Clerk.ACTOR;
import static dev.usher.gateway.control.fleet.Clerk.body;
import static dev.usher.gateway.control.fleet.Clerk.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.membership.config.SidecarSettings;
import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.mesh.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarFileTest {

    private static final ClusterName EU = new ClusterName("eu-west");

    private final Clerk clerk = new Clerk();

    @TempDir
    private Path folder;

    @BeforeEach
    void hire() {
        clerk.hire(3, "self_managed");
    }

    @Test
    void theDownloadIsOneFileForAllDirectors() throws IOException {
        clerk.found("eu-west");

        var settings = read(download(List.of()));

        var cluster = Objects.requireNonNull(settings.cluster());
        assertThat(cluster.name()).isEqualTo("eu-west");
        assertThat(cluster.revision()).isEqualTo(1);
        assertThat(cluster.directors()).extracting(each -> each.name()).containsExactly("d-1", "d-2", "d-3");
        assertThat(cluster.directors().getFirst().services()).containsEntry("http", 8080);
        assertThat(settings.gateways()).isEmpty();
    }

    @Test
    void secretsAreNamedInTheHeaderAndNotInTheFile() throws IOException {
        var keys = MeshAuthority.selfSigned("CN=eu-west", "EC");
        found(keys, "");
        Files.writeString(folder.resolve("eu-west.key"), MeshAuthority.pem(keys.key()));
        Files.writeString(
                folder.resolve("gateway-ca.crt"), MeshAuthority.pem(keys.chain().getFirst()));
        Files.writeString(folder.resolve("enrolment.key"), "usher_enrol_x");

        var text = download(List.of("gateway-1:8482", "[::1]:8482"));

        assertThat(text)
                .contains("#   eu-west.key: ", "#   gateway-ca.crt: ", "#   enrolment.key: ")
                .doesNotContain("PRIVATE KEY");
        var settings = read(text);
        assertThat(Objects.requireNonNull(settings.cluster()).security()).isEqualTo(new Security.Mesh(keys));
        assertThat(settings.gateways())
                .extracting(each -> each.address())
                .containsExactly("gateway-1:8482", "[::1]:8482");
    }

    @Test
    void withAnAuthorityEachDirectorHasItsOwnCertificate() throws IOException {
        var authority = new MeshAuthority();
        var own = authority.director("eu-west", "d-1");
        found(
                authority.gateway("eu-west", "gateway-1"),
                ", \"ca\": \"" + line(MeshAuthority.pem(authority.certificate())) + "\"");
        Files.writeString(
                folder.resolve("eu-west.crt"), MeshAuthority.pem(own.chain().getFirst()));
        Files.writeString(folder.resolve("eu-west.key"), MeshAuthority.pem(own.key()));

        var settings = read(download(List.of()));

        assertThat(Objects.requireNonNull(settings.cluster()).security()).isEqualTo(new Security.Mesh(own));
    }

    @Test
    void onlySelfManagedClustersAreDownloaded() {
        clerk.hire("m-1", "managed", 11);
        clerk.hire("m-2", "managed", 12);
        clerk.hire("m-3", "managed", 13);
        done(clerk.clusters.create(ACTOR, """
                {"name": "eu-west", "type": "managed", "directors": [{"name": "m-1"}, {"name": "m-2"}, {"name": "m-3"}]}
                """, false));

        assertThat(Clerk.codes(clerk.clusters.download(EU, List.of()))).containsExactly("not_self_managed");
        assertThat(clerk.clusters.download(new ClusterName("none"), List.of()).join())
                .isEqualTo(new Outcome.NotFound<>());
    }

    @Test
    void anEditIsSeenInTheRevisionOfTheDownload() throws IOException {
        clerk.found("eu-west");
        done(clerk.clusters.update(
                ACTOR, EU, null, "{\"health\": {\"path\": \"/a\\\"b\\\\c\", \"interval\": \"10ms\"}}", false));

        var settings = read(download(List.of()));

        assertThat(Objects.requireNonNull(settings.cluster()).revision()).isEqualTo(2);
        assertThat(Objects.requireNonNull(settings.probe()).path()).isEqualTo("/a\"b\\c");
    }

    private void found(MeshKeys keys, String more) {
        var tls = "\"tls\": {\"enabled\": true, \"certificate\": \""
                + line(MeshAuthority.pem(keys.chain().getFirst())) + "\", \"private_key\": \""
                + line(MeshAuthority.pem(keys.key())) + "\"" + more + "}, ";
        done(clerk.clusters.create(ACTOR, body("eu-west", "self_managed", tls, 1, 2, 3), false));
    }

    private String download(List<String> gateways) {
        return done(clerk.clusters.download(EU, gateways));
    }

    private SidecarSettings read(String text) throws IOException {
        var file = Files.writeString(folder.resolve("eu-west.yaml"), text);
        return SidecarSettings.read(file).value();
    }

    private static String line(String pem) {
        return pem.replace("\r", "").replace("\n", "\\n");
    }
}
