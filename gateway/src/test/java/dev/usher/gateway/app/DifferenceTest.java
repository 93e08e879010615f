package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

    private static final String TEXT = """
            version: 1
            gateway: {name: edge}
            admin:
              address: 127.0.0.1:8480
              sessions: {idle: 30m}
              api_tokens:
                - {name: ci, email: ci@example.com, digest: "sha256:3f1f5cbd2c0bd1bd0b3ef0f0a2c3d1f9a1b1f0c55ea2d30c3c84e6ab6d1c2e01", permissions: [CLUSTER_READ]}
            store: {}
            log: {format: text}
            listeners:
              - {name: agents, address: 127.0.0.1:8080, token: not_required, target: {cluster: one, service: http}}
              - {name: others, address: 127.0.0.1:8081, limits: {connections: 7}, target: {cluster: two, service: http}}
            clusters:
              - name: one
                directors:
                  - {name: a-1, address: 127.0.0.1, port: 19101, services: {http: 80}}
                  - {name: a-2, address: 127.0.0.1, port: 19103, services: {http: 80}}
                  - {name: a-3, address: 127.0.0.1, port: 19105, services: {http: 80}}
              - name: two
                access: {restriction: {enabled: true, sources: [192.0.2.1]}}
                directors:
                  - {name: b-1, address: 127.0.0.1, port: 19201, services: {http: 80}}
                  - {name: b-2, address: 127.0.0.1, port: 19203, services: {http: 80}}
                  - {name: b-3, address: 127.0.0.1, port: 19205, services: {http: 80}}
            """;

    @Test
    void isNoneOfTheSameText() {
        assertThat(difference(TEXT)).isEqualTo(new Difference(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "name: edge,                        name: other,          gateway: changed",
        "127.0.0.1:8480,                    127.0.0.1:8490,       admin.address: changed",
        "idle: 30m,                         idle: 31m,            admin.sessions: changed",
        "store: {},                         store: {url: 'sqlite:x.db'}, store: changed",
        "format: text,                      format: json,         log: changed",
        "127.0.0.1:8081,                    127.0.0.1:8082,       listeners[1].address: changed",
        "connections: 7,                    connections: 8,       listeners[1].limits: changed",
        "name: others,                      name: new,            listeners[1]: new is new",
    })
    void isFixedWhereARestartIsNeeded(String found, String instead, String path) {
        var difference = difference(TEXT.replace(found, instead));

        assertThat(difference.fixed()).contains(path);
    }

    @ParameterizedTest
    @CsvSource({
        "[CLUSTER_READ],                    [DEVICE_READ],        admin.api_tokens",
        "not_required,                      as_cluster,           listener agents (token)",
        "{cluster: one,                     {cluster: two,        listener agents (routes)",
        "192.0.2.1,                         192.0.2.2,            cluster two (access)",
        "name: b-3,                         name: b-4,            cluster two (directors)",
    })
    void isLiveWhereNoneIsNeeded(String found, String instead, String what) {
        var difference = difference(TEXT.replace(found, instead));

        assertThat(difference.fixed()).isEmpty();
        assertThat(difference.live()).containsExactly(what);
    }

    @Test
    void tellsWhichClustersComeAndGo() {
        var difference = difference(TEXT.replace("name: two", "name: three").replace("cluster: two", "cluster: three"));

        assertThat(difference.fixed()).isEmpty();
        assertThat(difference.live())
                .containsExactly("listener others (routes)", "cluster three (new)", "cluster two (gone)");
    }

    @Test
    void isFixedWhereAListenerIsGone() {
        var without =
                TEXT.lines().filter(line -> !line.contains("name: others")).toList();

        assertThat(difference(String.join("\n", without)).fixed()).containsExactly("listeners: others is gone");
    }

    private static Difference difference(String text) {
        return Difference.between(configuration(TEXT), configuration(text));
    }

    private static Configuration configuration(String text) {
        return Configuration.parse("gateway.yaml", text, Path.of("/etc/usher"), _ -> null)
                .value();
    }
}
