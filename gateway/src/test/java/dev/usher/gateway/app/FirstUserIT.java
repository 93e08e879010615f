package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.Certificates;
import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import dev.usher.gateway.testkit.Office;
import dev.usher.gateway.testkit.Ports;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstUserIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern PASSWORD = Pattern.compile("(?m)^Password, shown this once: (\\S{24})$");

    @TempDir
    private Path folder = Path.of("");

    private final Ports ports = new Ports();
    private final int admin = ports.one();

    @Test
    void isToldItsPasswordAtTheFirstStartAndLogsInAfterTheSecond() throws Exception {
        String password;
        try (var first = start("first.log", "")) {
            var said = PASSWORD.matcher(first.said());
            assertThat(said.find()).as(first.said()).isTrue();
            password = said.group(1);
            assertThat(first.said()).contains("\nFirst user: admin@localhost,");
            assertThat(login(password)).isEqualTo(201);
            assertThat(login(password + "x")).isEqualTo(401);
        }

        try (var second = start("second.log", "")) {
            assertThat(second.said()).doesNotContain("Password", "First user", password);
            assertThat(login(password)).isEqualTo(201);
        }
        assertThat(Files.readString(folder.resolve("data/first-user.json"))).doesNotContain(password);
    }

    @Test
    void isNotMadeWhereAUserIsConfigured() {
        var users = """
                  users:
                    - email: ops@example.com
                      password_hash: "$argon2id$v=19$m=65536,t=3,p=1$YWFhYWFhYWFhYWFhYWFhYQ$iJ/eUZorhPBDwV4V46aJZ4BdVZuIZun8DGvYoVOtW+k"
                      permissions: [CLUSTER_READ]
                """;
        try (var gateway = start("gateway.log", users)) {
            assertThat(gateway.said()).doesNotContain("Password", "First user");
            assertThat(folder.resolve("data/first-user.json")).doesNotExist();
        }
    }

    @Test
    void endsTheStartWhereItsFileCannotBeRead() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/first-user.json"), "{}");
        write("");
        try (var gateway = process("gateway.log")) {
            assertThat(gateway.exitCode(120)).isEqualTo(1);
            assertThat(gateway.said()).contains("first-user.json (expected: as the gateway wrote it");
        }
    }

    private JavaProcess start(String log, String users) {
        write(users);
        var process = process(log);
        try (var office = new Office(admin, "none")) {
            Eventually.holds("the gateway answers", LIMIT, () -> {
                assertThat(process.alive()).as(process.said()).isTrue();
                return office.statusIfAny("/livez") == 200;
            });
        }
        return process;
    }

    private JavaProcess process(String log) {
        var file = folder.resolve("gateway.yaml").toString();
        return JavaProcess.start(folder.resolve(log), List.of("-Xmx192m"), Usher.class, "gateway", file);
    }

    private void write(String users) {
        Certificates.write(folder.resolve("gateway.yaml"), """
                version: 1
                admin:
                  address: 127.0.0.1:%d
                %sstore: {}
                log: {format: json, access: {format: "off"}}
                listeners:
                  - {name: agents, address: "127.0.0.1:0", target: {cluster: made, service: http}}
                """.formatted(admin, users));
    }

    private int login(String password) {
        try (var office = new Office(admin, "none")) {
            var form = new JsonObject().put("email", "admin@localhost").put("password", password);
            return office.post("/api/v1/sessions", form.encode()).status();
        }
    }
}
