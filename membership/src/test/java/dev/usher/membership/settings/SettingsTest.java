package dev.usher.membership.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private enum Colour {
        RED,
        DARK_BLUE
    }

    private record Route(String host, int port) {
        static Route read(Section section) {
            var host = section.value("host", "a host name", SettingsTest::host);
            var port = section.integer("port", 1, 65_535);
            section.close();
            return new Route(host.get(), port.get());
        }
    }

    private record Limits(int connections, long headerSize) {
        static Limits read(Section section) {
            var connections = section.integer("connections", 100, 1, 1_000);
            var headerSize = section.size("header_size", 32 << 10, 1 << 10, 1 << 20);
            section.close();
            return new Limits(connections, headerSize);
        }
    }

    private record House(
            String name,
            boolean open,
            Duration idle,
            Colour colour,
            Limits limits,
            List<Route> routes,
            List<String> hosts,
            @Nullable Instant expires) {

        static House read(Section section) {
            var name = section.string("name");
            var open = section.bool("open", true);
            var idle = section.duration("idle", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1));
            var colour = section.choice("colour", Colour.RED, "green");
            var limits = section.section("limits", Limits::read);
            var routes = section.list("routes", Route::read);
            var hosts = section.values("hosts", "host names", SettingsTest::host);
            var expires = section.optional("expires", "an instant", Scalars::instant);
            section.notYet("roof");
            section.close();
            return new House(name.get(), open, idle, colour, limits.get(), routes, hosts, expires);
        }
    }

    @TempDir
    Path folder = Path.of("");

    @Test
    void readsEveryKindOfValue() {
        var house = parse("""
                name: 007
                open: false
                idle: 90s
                colour: dark_blue
                limits: {connections: 7, header_size: 64KiB}
                routes:
                  - {host: a.example, port: 80}
                  - host: b.example
                    port: 443
                hosts: [x, "y"]
                expires: 2027-02-22T00:00:00Z
                """);

        assertThat(house)
                .isEqualTo(new House(
                        "007",
                        false,
                        Duration.ofSeconds(90),
                        Colour.DARK_BLUE,
                        new Limits(7, 64 << 10),
                        List.of(new Route("a.example", 80), new Route("b.example", 443)),
                        List.of("x", "y"),
                        Instant.parse("2027-02-22T00:00:00Z")));
    }

    @Test
    void takesDefaultsForWhatIsAbsentOrEmpty() {
        var house = parse("""
                name: home
                limits:
                routes: null
                """);

        assertThat(house)
                .isEqualTo(new House(
                        "home",
                        true,
                        Duration.ofMinutes(5),
                        Colour.RED,
                        new Limits(100, 32 << 10),
                        List.of(),
                        List.of(),
                        null));
    }

    @Test
    void tellsEveryMistakeAtOnceWithItsPlace() {
        assertThat(mistakes("""
                open: yes
                idle: 5
                colour: green
                limits: {conections: 7, header_size: 2MiB}
                routes:
                  - {host: a.example, port: 70000}
                  - host: "not a host"
                    port: "443"
                    weight: 3
                  - gone
                hosts: {a: b}
                expires: tomorrow
                roof: flat
                name: home
                open: false
                """)).isEqualTo("""
                1. house.yaml:1:7: open: yes (expected: true or false)
                2. house.yaml:2:7: idle: 5 (expected: 1s..1h, as in 500ms, 30s, 5m, 1h)
                3. house.yaml:3:9: colour: green is not supported yet (expected: red, dark_blue)
                4. house.yaml:4:10: limits.conections: unknown key (did you mean connections?)
                5. house.yaml:4:38: limits.header_size: 2MiB (expected: 1KiB..1MiB, as in 32KiB, 64MiB)
                6. house.yaml:6:29: routes[0].port: 70000 (expected: 1..65535)
                7. house.yaml:7:11: routes[1].host: "not a host" (expected: a host name)
                8. house.yaml:8:11: routes[1].port: "443" (expected: 1..65535)
                9. house.yaml:9:5: routes[1].weight: unknown key (expected: host, port)
                10. house.yaml:10:5: routes[2]: gone (expected: keys and values)
                11. house.yaml:11:8: hosts: keys and values (expected: a list of host names)
                12. house.yaml:12:10: expires: tomorrow (expected: an instant)
                13. house.yaml:13:1: roof: is not supported yet
                14. house.yaml:15:1: open: duplicate key (expected: once; first in line 1)""");
    }

    @Test
    void aMissingValueIsToldWhereItsSectionBegins() {
        assertThat(mistakes("routes: [{port: 1}]")).isEqualTo("""
                1. house.yaml:1:1: name: missing (expected: a text)
                2. house.yaml:1:10: routes[0].host: missing (expected: a host name)""");
    }

    @Test
    void aBrokenDocumentIsToldWithoutQuotingIt() {
        assertThat(mistakes("name: home\nidle: [hunter2\nopen: true\n"))
                .startsWith("1. house.yaml:3:5: not YAML: ")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing", "null", "just words", "[a]", "name: a\n---\nname: b", "\t- x", "? [a]\n: b"})
    void refusesWhatIsNotOneMappingOfNames(String text) {
        assertThat(mistakes(text)).startsWith("1. house.yaml:");
    }

    @Test
    void refusesDepthThatWouldExhaustTheStack() {
        assertThat(mistakes("name: " + "[".repeat(100_000)))
                .isEqualTo("1. house.yaml:1:38: nested too deeply (expected: at most 32 levels)");
    }

    @Test
    void refusesAliasesThatExpandWithoutEnd() {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 10; level++) {
            text.append("a%d: &a%d [%s]\n".formatted(level, level, ("*a" + (level - 1) + ", ").repeat(10)));
        }

        assertThat(mistakes(text.toString())).contains("aliases expand to too much");
    }

    @Test
    void refusesAListInsideItself() {
        assertThat(mistakes("hosts: &a [x, *a]")).contains("aliases expand to too much");
    }

    @Test
    void followsAnAliasThatRepeatsAValue() {
        var house = parse("name: &n home\nhosts: [*n, *n]");

        assertThat(house.hosts()).containsExactly("home", "home");
    }

    @Test
    void refusesMoreThanOneMebibyte() {
        assertThat(mistakes("name: " + "x".repeat(1 << 20)))
                .isEqualTo("1. house.yaml:1:1: too large (expected: at most 1MiB)");
    }

    @Test
    void readsAFileAndSaysWhenThereIsNone() throws IOException {
        var file = Files.writeString(folder.resolve("house.yaml"), "name: home");
        var none = folder.resolve("none.yaml");

        assertThat(Settings.read(file, House::read).value().name()).isEqualTo("home");
        assertThatThrownBy(() -> Settings.read(none, House::read)).hasMessage("1. " + none + ":1:1: no such file");
    }

    @Test
    void resolvesSecretsFromFileAndEnvironment() throws IOException {
        Files.writeString(folder.resolve("key"), "s3cret\n");
        var environment = Map.of("KEY", "fr0m env");

        assertThat(secret("${file:key}", environment).reveal()).isEqualTo("s3cret");
        assertThat(secret("${env:KEY}", environment).reveal()).isEqualTo("fr0m env");
        assertThat(secret("itself", environment).reveal()).isEqualTo("itself");
        assertThat(secret("itself", environment)).hasToString("(not shown)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${file:gone}", "${env:GONE}", "hunter2-${env:KEY}", "${vault:hunter2}"})
    void tellsWhichSecretIsMissingButNeverItsValue(String text) {
        assertThatThrownBy(() -> secret(text, Map.of("KEY", "hunter2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("(expected: ")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void hidesWhatMayBeASecretInTheWrongPlace() {
        Function<Section, Integer> reader = section -> {
            var digest = section.unshown("digest", "sha256:…", text -> Integer.parseInt(text));
            section.close();
            return digest.get();
        };

        assertThatThrownBy(() -> Settings.parse("a.yaml", "digest: usher_hunter2", folder, name -> null, reader))
                .hasMessage("1. a.yaml:1:9: digest: (not shown) (expected: sha256:…)");
    }

    @Test
    void runsChecksAcrossSectionsAtTheEnd() {
        Function<Section, String> reader = section -> {
            section.later(() -> section.mistake("name", "home (expected: away)"));
            section.warn("name", "a dull name");
            var name = section.string("name");
            section.close();
            return name.get();
        };

        assertThatThrownBy(() -> Settings.parse("a.yaml", "name: home", folder, name -> null, reader))
                .hasMessage("1. a.yaml:1:7: name: home (expected: away)");
    }

    @Test
    void handsOverWarnings() {
        Function<Section, String> reader = section -> {
            var name = section.string("name");
            section.warn("name", "a dull name");
            section.close();
            return name.get();
        };

        var loaded = Settings.parse("a.yaml", "name: home", folder, name -> null, reader);

        assertThat(loaded.value()).isEqualTo("home");
        assertThat(loaded.warnings()).hasToString("[a.yaml:1:7: name: a dull name]");
    }

    @Test
    void aReaderThatForgetsToCloseIsABug() {
        assertThatThrownBy(() -> Settings.parse("a.yaml", "a: b", folder, name -> null, section -> "done"))
                .isInstanceOf(IllegalStateException.class);
    }

    private Secret secret(String text, Map<String, String> environment) {
        Function<Section, Secret> reader = section -> {
            var key = section.secret("key");
            section.close();
            return key.get();
        };
        return Settings.parse("a.yaml", "key: " + text, folder, environment::get, reader)
                .value();
    }

    private House parse(String text) {
        return Settings.parse("house.yaml", text, folder, name -> null, House::read)
                .value();
    }

    private String mistakes(String text) {
        var thrown = catchThrowableOfType(ConfigException.class, () -> parse(text));
        return String.valueOf(thrown.getMessage());
    }

    private static String host(String text) {
        if (!Pattern.matches("[a-z0-9.-]+", text)) {
            throw new IllegalArgumentException("no host");
        }
        return text;
    }
}
