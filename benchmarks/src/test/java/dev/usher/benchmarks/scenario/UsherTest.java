package dev.usher.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsherTest {

    @Test
    void theGatewayReadsWhatTheScenarioWrites(@TempDir Path folder) throws IOException {
        var site = Site.prepare(folder, folder, "9001 9002 9003");
        var settings = Usher.settings(site, List.of(8080, 8443, 8480));

        var configuration =
                Configuration.parse("usher.yaml", settings, folder, _ -> null).value();

        assertThat(configuration.listeners()).hasSize(2);
        assertThat(configuration.clusters().getFirst().directors()).hasSize(3);
        assertThat(configuration.clusters().getFirst().access().tokens().list()).hasSize(1001);
    }
}
