package dev.usher.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.membership.settings.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds `config/gateway.yaml`, where settings are documented, against the code.
class DocumentedDefaultsTest {

    private static final Pattern KEY = Pattern.compile("^( *)(- )?([a-z_]+):(?: (.*))?$");
    private static final Pattern DEFAULT = Pattern.compile("Default: (.+)\\.$");
    private static final Pattern EXPECTED_KEYS = Pattern.compile(": ([^ ]*)zzzzzzzz: unknown key \\(expected: (.*)\\)");

    @TempDir
    Path folder = Path.of("");

    private List<String> lines = List.of();

    @BeforeEach
    void readTheFile() throws IOException {
        ConfigFiles.fillCertificates(folder);
        lines = Files.readAllLines(ConfigFiles.FOLDER.resolve("gateway.yaml"));
    }

    @Test
    void everyDocumentedDefaultIsTheOneInCode() {
        var checked = 0;
        for (var index = 1; index < lines.size(); index++) {
            var documented = DEFAULT.matcher(lines.get(index - 1));
            var key = KEY.matcher(lines.get(index));
            if (documented.find() && !documented.group(1).equals("none") && key.matches()) {
                var written = load(with(index, key, documented.group(1)));
                var leftOut = load(with(index, key, ""));

                assertThat(leftOut).as(lines.get(index)).isEqualTo(written);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(30);
    }

    @Test
    void everyKeyIsDocumentedWhereItIsFirstWritten() {
        var undocumented = IntStream.range(0, lines.size())
                .filter(index -> KEY.matcher(lines.get(index)).matches())
                .filter(index -> !lines.get(index - 1).strip().startsWith("#"))
                .mapToObj(index -> lines.get(index).strip())
                .toList();

        assertThat(undocumented).containsExactly("- target:", "cluster: eu-west", "service: http");
    }

    /// A key that the code cannot know makes it tell all those that it knows there.
    @Test
    void everyKeyThatTheCodeKnowsIsInTheFile() {
        var documented = paths();
        var known = new TreeSet<String>();
        for (var index = 0; index < lines.size(); index++) {
            var key = KEY.matcher(lines.get(index));
            if (key.matches() && key.group(4) != null) {
                known.addAll(known(index, key.start(3)));
            }
        }

        assertThat(known).hasSizeGreaterThan(60).contains("listeners.tls.min_version");
        // `target` of a listener stands for its routes, and is told in their comment.
        known.remove("listeners.target");
        assertThat(documented).containsAll(known);
    }

    /// The paths of the keys that may stand beside the one in line `index`.
    private List<String> known(int index, int column) {
        var changed = new ArrayList<>(lines);
        changed.add(index + 1, " ".repeat(column) + "zzzzzzzz: 1");
        var thrown = catchThrowableOfType(ConfigException.class, () -> load(changed));
        var told = EXPECTED_KEYS.matcher(String.valueOf(thrown.getMessage()));
        assertThat(told.find()).as(lines.get(index)).isTrue();
        var parent = told.group(1).replaceAll("\\[\\d+]", "");
        return Arrays.stream(told.group(2).split(", ")).map(key -> parent + key).toList();
    }

    /// The paths of all keys in the file, by their indentation, without the numbers of list items.
    private Set<String> paths() {
        var paths = new TreeSet<String>();
        var parents = new TreeMap<Integer, String>();
        for (var line : lines) {
            var key = KEY.matcher(line);
            if (key.matches()) {
                parents.tailMap(key.start(3)).clear();
                parents.put(key.start(3), key.group(3));
                paths.add(String.join(".", parents.values()));
            }
        }
        return paths;
    }

    private List<String> with(int index, MatchResult key, String value) {
        var changed = new ArrayList<>(lines);
        changed.set(index, " ".repeat(key.end(1)) + (key.group(2) == null ? "" : "- ") + key.group(3) + ": " + value);
        return changed;
    }

    private Configuration load(List<String> text) {
        return Configuration.parse("gateway.yaml", String.join("\n", text), folder, name -> null)
                .value();
    }
}
