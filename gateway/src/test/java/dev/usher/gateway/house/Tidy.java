package dev.usher.gateway.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How a source file looks. Words that are looked for are put together here, or this file would find itself.
final class Tidy {

    private static final int LINES_MAX = 500;
    private static final int COLUMNS_MAX = 120;
    private static final Pattern COMMENT = Pattern.compile("^\\s*(//|\\*|/\\*).*|\\s//.*");
    private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SLEEP =
            Pattern.compile("Thread" + "(\\.|::)sleep\\b|TimeUnit\\.[A-Z]+" + "\\.sleep\\b");
    private static final Pattern SKIPPED = Pattern.compile("@Dis" + "abled|\\bassume" + "(True|False|That)\\b");
    private static final Pattern ONE_STRING = Pattern.compile("^\\s*(\\+ )?\".*");
    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\"");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    private static final Pattern BANNED = Pattern.compile(".*(Manager|Helper|Utils?|Impl|Base|Common|Handler2)");
    private static final Pattern TEST = Pattern.compile("^\\s*@(Test|ParameterizedTest|RepeatedTest)\\b");
    private static final Pattern TEST_FILE = Pattern.compile(".*(Test|IT|Sim)\\.java");

    private Tidy() {}

    /// All Java files of the three modules beside each other under `house`, but for the bad examples.
    static List<Path> sources(Path house) {
        return Stream.of("membership", "gateway", "benchmarks")
                .map(module -> house.resolve(module).resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(Tidy::javaFiles)
                .toList();
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (var files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("house/bad/"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The directory above the working directory that holds all modules.
    static Path house() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("membership").resolve("src"))) {
            var parent = directory.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "working directory: " + Path.of("").toAbsolutePath() + " (expected: within the project)");
            }
            directory = parent;
        }
        return directory;
    }

    /// What is wrong with a file, one line for each fault.
    static List<String> faults(Path file, List<String> lines) {
        var faults = new ArrayList<String>();
        if (lines.size() > LINES_MAX) {
            faults.add(file + ": " + lines.size() + " lines (expected: at most " + LINES_MAX + ")");
        }
        boolean test = file.toString().replace('\\', '/').contains("src/test/");
        boolean text = false;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var at = file + ":" + (i + 1) + ": ";
            if (!text && tooLong(line)) {
                faults.add(at + "longer than " + COLUMNS_MAX + " columns");
            }
            faults(test, file, line).forEach(fault -> faults.add(at + fault));
            text ^= TEXT_BLOCK.matcher(line).results().count() % 2 == 1;
        }
        return faults;
    }

    /// Text is left as it is: a string is not made more readable by being cut.
    private static boolean tooLong(String line) {
        return line.codePointCount(0, line.length()) > COLUMNS_MAX
                && !ONE_STRING.matcher(line).matches();
    }

    private static List<String> faults(boolean test, Path file, String line) {
        var faults = new ArrayList<String>();
        var code = COMMENT.matcher(line).replaceAll("");
        if (LEFT_OPEN.matcher(line).find()) {
            faults.add("something left open (expected: done, or an entry in the tracker)");
        }
        if (test && SLEEP.matcher(code).find()) {
            faults.add("a test that sleeps (expected: waiting on something with a limit)");
        }
        if (test && SKIPPED.matcher(code).find()) {
            faults.add("a test that may be skipped (expected: a tag)");
        }
        if (test
                && TEST.matcher(code).find()
                && !TEST_FILE.matcher(file.getFileName().toString()).matches()) {
            faults.add("a test nobody runs (expected: a file named *Test, *IT or *Sim)");
        }
        var type = TYPE.matcher(code);
        if (type.find() && BANNED.matcher(type.group(1)).matches()) {
            faults.add("type " + type.group(1) + " (expected: a name that says what it is)");
        }
        return faults;
    }

    /// The packages with code of their own under `src/main` that say nothing about themselves.
    static List<String> unexplained(List<Path> sources) {
        return sources.stream()
                .filter(file -> file.toString().replace('\\', '/').contains("src/main/"))
                .map(Path::getParent)
                .distinct()
                .filter(directory -> directory != null && !sources.contains(directory.resolve("package-info.java")))
                .map(directory -> directory + ": no package-info.java")
                .toList();
    }
}
