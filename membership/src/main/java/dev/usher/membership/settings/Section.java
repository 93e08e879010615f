package dev.usher.membership.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Keys and values of one level of a document, each read by its type. *Confined to one thread.*
///
/// ```java
/// static Timeouts read(Section section) {
///     var idle = section.duration("idle", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(1));
///     var target = section.section("target", Target::read);
///     section.close();
///     return new Timeouts(idle, target.get());
/// }
/// ```
///
/// Mistakes never stop the reading: they are written down, a key with a default then gives the default, and one without
/// gives a [Value] that ends the record when it is asked for. [#close] comes after the last key and before the first
/// [Value#get]; it reports the keys nobody asked for. A key without a value counts as absent.
public final class Section {

    private final Place place;
    private final Map<String, Node> values;
    private final Map<String, Place> places;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private final Mistakes mistakes;
    private final Secrets secrets;
    private boolean closed;

    private Section(Place place, Mistakes mistakes, Secrets secrets) {
        this.place = place;
        this.values = new LinkedHashMap<>();
        this.places = new LinkedHashMap<>();
        this.mistakes = mistakes;
        this.secrets = secrets;
    }

    static Section of(MappingNode mapping, Place place, Mistakes mistakes, Secrets secrets) {
        var section = new Section(place, mistakes, secrets);
        mapping.getValue().forEach(tuple -> section.add(tuple.getKeyNode(), tuple.getValueNode()));
        return section;
    }

    private void add(Node keyNode, Node value) {
        if (!(keyNode instanceof ScalarNode scalar)) {
            mistakes.add(Place.of(place.path(), keyNode, place), Words.found(keyNode) + " as a key (expected: a name)");
            return;
        }
        var key = scalar.getValue();
        var keyPlace = Place.of(place.in(Words.shown(key)).path(), keyNode, place);
        var first = places.putIfAbsent(key, keyPlace);
        if (first != null) {
            mistakes.add(keyPlace, "duplicate key (expected: once; first in line " + first.line() + ")");
            return;
        }
        values.put(key, value);
    }

    // ---- What is there.

    /// The keys in the order of the file, for maps whose keys are the operator's words.
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /// Where this section stands, as in `listeners[0]`.
    public String path() {
        return place.path();
    }

    /// How many items the list has, good or not; 0 where there is no list.
    public int count(String key) {
        return present(key) instanceof SequenceNode sequence
                ? sequence.getValue().size()
                : 0;
    }

    /// Whether the key has a value; a key that stands alone has none.
    public boolean has(String key) {
        return present(key) != null;
    }

    /// Whether the key is written, be it without a value or with `null`.
    public boolean mentions(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    // ---- Scalars.

    public boolean bool(String key, boolean fallback) {
        return read(key, "true or false", Section::parseBoolean, fallback);
    }

    public int integer(String key, int fallback, int min, int max) {
        return read(key, range(min, max), number(min, max), fallback);
    }

    public Value<Integer> integer(String key, int min, int max) {
        return required(key, range(min, max), number(min, max));
    }

    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        return read(
                key, Words.durations(min, max), node -> between(Scalars.duration(node.getValue()), min, max), fallback);
    }

    public Value<Duration> duration(String key, Duration min, Duration max) {
        return required(key, Words.durations(min, max), node -> between(Scalars.duration(node.getValue()), min, max));
    }

    /// A size in bytes.
    public long size(String key, long fallback, long min, long max) {
        return read(key, Words.sizes(min, max), node -> between(Scalars.size(node.getValue()), min, max), fallback);
    }

    public Value<Instant> instant(String key) {
        return value(key, "an instant such as 2027-02-22T00:00:00Z", Scalars::instant);
    }

    public String string(String key, String fallback) {
        return value(key, "a text", Section::filled, fallback);
    }

    public Value<String> string(String key) {
        return value(key, "a text", Section::filled);
    }

    /// A value that `parser` makes of its text; it throws IllegalArgumentException where that is none.
    ///
    /// @param expected says what would be right, as in `host:port`
    public <T> Value<T> value(String key, String expected, Function<String, T> parser) {
        return required(key, expected, node -> parser.apply(node.getValue()));
    }

    public <T> T value(String key, String expected, Function<String, T> parser, T fallback) {
        return read(key, expected, node -> parser.apply(node.getValue()), fallback);
    }

    /// The same for a value that may be absent.
    public <T> @Nullable T optional(String key, String expected, Function<String, T> parser) {
        return optional(key, expected, false, node -> parser.apply(node.getValue()));
    }

    /// The same for a value that is never shown in a message, as an operator may have put a secret in its place.
    public <T> Value<T> unshown(String key, String expected, Function<String, T> parser) {
        if (!has(key)) {
            return missing(key, expected);
        }
        return Value.of(optional(key, expected, true, node -> parser.apply(node.getValue())));
    }

    /// One constant of an enum, written in lower case.
    ///
    /// @param notYet values that are known but not supported yet
    public <E extends Enum<E>> E choice(String key, E fallback, String... notYet) {
        var chosen = optionalChoice(key, fallback.getDeclaringClass(), notYet);
        return chosen == null ? fallback : chosen;
    }

    public <E extends Enum<E>> Value<E> choice(String key, Class<E> type, String... notYet) {
        if (!has(key)) {
            return missing(key, Words.choices(type));
        }
        return Value.of(optionalChoice(key, type, notYet));
    }

    public <E extends Enum<E>> @Nullable E optionalChoice(String key, Class<E> type, String... notYet) {
        var node = scalar(key, Words.choices(type));
        if (node != null && Arrays.asList(notYet).contains(node.getValue())) {
            mistake(key, node.getValue() + " is not supported yet (expected: " + Words.choices(type) + ")");
            return null;
        }
        return optional(key, Words.choices(type), text -> constant(type, text));
    }

    /// What a reader made itself, as with [#resolved]; null where it wrote down a mistake.
    public <T> Value<T> made(@Nullable T value) {
        return Value.of(value);
    }

    /// A secret: itself, `${file:path}` or `${env:NAME}`.
    public Value<Secret> secret(String key) {
        if (!has(key)) {
            return missing(key, "${file:path} or ${env:NAME}");
        }
        return Value.of(optionalSecret(key));
    }

    public @Nullable Secret optionalSecret(String key) {
        var node = scalar(key, "${file:path} or ${env:NAME}");
        try {
            return node == null ? null : secrets.resolve(node.getValue());
        } catch (IllegalArgumentException problem) {
            mistake(key, String.valueOf(problem.getMessage()));
            return null;
        }
    }

    /// A file that can be read; its path is relative to the configuration file's folder.
    public Value<Path> file(String key) {
        return value(key, "a readable file", this::readable);
    }

    /// A path that need not exist, relative to the configuration file's folder.
    public Value<Path> path(String key) {
        return value(key, "a path", this::resolved);
    }

    // ---- Sections and lists.

    /// A section; an absent one is read as an empty one, so that its defaults stand in one place only.
    public <T> Value<T> section(String key, Function<Section, T> reader) {
        var node = present(key);
        if (node == null) {
            return Value.of(new Section(placeOf(key), mistakes, secrets).readBy(reader));
        }
        return Value.of(child(node, placeOf(key).path(), reader));
    }

    /// A section whose absence means something.
    public <T> @Nullable T optionalSection(String key, Function<Section, T> reader) {
        return has(key) ? section(key, reader).orNull() : null;
    }

    /// A list of sections; empty where absent. Items with mistakes are left out.
    public <T> List<T> list(String key, Function<Section, T> reader) {
        return items(key, "a list", (node, path) -> child(node, path, reader));
    }

    /// A list of scalars; empty where absent.
    public <T> List<T> values(String key, String expected, Function<String, T> parser) {
        return items(
                key,
                "a list of " + expected,
                (node, path) -> parse(Place.of(path, node, place), node, expected, parser));
    }

    /// The same with a parser whose IllegalArgumentException says itself what is wrong.
    public <T> List<T> explained(String key, String expected, Function<String, T> parser) {
        return items(key, "a list of " + expected, (node, path) -> {
            var at = Place.of(path, node, place);
            try {
                return node instanceof ScalarNode scalar
                        ? parser.apply(scalar.getValue())
                        : parse(at, node, expected, parser);
            } catch (IllegalArgumentException problem) {
                mistakes.add(at, String.valueOf(problem.getMessage()));
                return null;
            }
        });
    }

    // ---- Mistakes of the reader's own finding.

    /// Refuses a key of something that does not exist yet.
    public void notYet(String key) {
        refused.add(key);
        if (values.containsKey(key)) {
            mistakes.add(keyPlace(key), "is not supported yet");
        }
    }

    /// Writes down a mistake at the value of `key`, or where the section begins when it is absent.
    public void mistake(String key, String problem) {
        mistakes.add(placeOf(key), problem);
    }

    /// Writes down something legal but dangerous.
    public void warn(String key, String problem) {
        mistakes.warn(placeOf(key), problem);
    }

    /// Runs a check when the whole document has been read; it may still call [#mistake] and [#warn].
    public void later(Runnable check) {
        mistakes.later(check);
    }

    /// Ends the reading of keys: those that nobody asked for are mistakes.
    public void close() {
        closed = true;
        for (var key : values.keySet()) {
            if (!asked.contains(key) && !refused.contains(key)) {
                mistakes.add(keyPlace(key), "unknown key (" + suggestion(key) + ")");
            }
        }
    }

    /// Runs `reader` on this section; null where it gave up because of a mistake that is written down.
    <T> @Nullable T readBy(Function<Section, T> reader) {
        try {
            var value = reader.apply(this);
            if (!closed) {
                throw new IllegalStateException(place.path() + ": the section was read but not closed");
            }
            return value;
        } catch (Value.Incomplete _) {
            if (!closed) {
                throw new IllegalStateException(place.path() + ": a value was used before the section was closed");
            }
            return null;
        }
    }

    private String suggestion(String key) {
        var nearest = Words.nearest(key, asked);
        return nearest == null ? "expected: " + String.join(", ", asked) : "did you mean " + nearest + "?";
    }

    private <T> @Nullable T child(Node node, String path, Function<Section, T> reader) {
        var childPlace = Place.of(path, node, place);
        if (node instanceof MappingNode mapping) {
            return of(mapping, childPlace, mistakes, secrets).readBy(reader);
        }
        mistakes.add(childPlace, Words.found(node) + " (expected: keys and values)");
        return null;
    }

    private <T> List<T> items(String key, String expected, Item<T> reader) {
        var node = present(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            mistake(key, Words.found(node) + " (expected: " + expected + ")");
            return List.of();
        }
        var items = new ArrayList<T>();
        var path = placeOf(key).path();
        for (var index = 0; index < sequence.getValue().size(); index++) {
            var item = reader.read(sequence.getValue().get(index), path + "[" + index + "]");
            if (item != null) {
                items.add(item);
            }
        }
        return List.copyOf(items);
    }

    private interface Item<T> {
        @Nullable
        T read(Node node, String path);
    }

    private <T> @Nullable T parse(Place at, Node node, String expected, Function<String, T> parser) {
        if (node instanceof ScalarNode scalar) {
            try {
                return parser.apply(scalar.getValue());
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
                // Told below, in words for an operator.
            }
        }
        mistakes.add(at, Words.found(node) + " (expected: " + expected + ")");
        return null;
    }

    private <T> Value<T> required(String key, String expected, Function<ScalarNode, T> parser) {
        return has(key) ? Value.of(optional(key, expected, false, parser)) : missing(key, expected);
    }

    private <T> T read(String key, String expected, Function<ScalarNode, T> parser, T fallback) {
        var value = optional(key, expected, false, parser);
        return value == null ? fallback : value;
    }

    private <T> @Nullable T optional(String key, String expected, boolean hidden, Function<ScalarNode, T> parser) {
        var node = scalar(key, expected);
        if (node == null) {
            return null;
        }
        try {
            return parser.apply(node);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
            mistake(key, (hidden ? "(not shown)" : Words.found(node)) + " (expected: " + expected + ")");
            return null;
        }
    }

    private <T> Value<T> missing(String key, String expected) {
        mistake(key, "missing (expected: " + expected + ")");
        return Value.of(null);
    }

    private @Nullable ScalarNode scalar(String key, String expected) {
        var node = present(key);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar;
        }
        mistake(key, Words.found(node) + " (expected: " + expected + ")");
        return null;
    }

    private @Nullable Node present(String key) {
        asked.add(key);
        var node = values.get(key);
        return node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    private Place placeOf(String key) {
        var node = values.get(key);
        return node == null ? place.in(key) : Place.of(keyPlace(key).path(), node, place);
    }

    private Place keyPlace(String key) {
        return places.getOrDefault(key, place);
    }

    public Path resolved(String text) {
        try {
            return secrets.file(filled(text)).normalize();
        } catch (InvalidPathException problem) {
            throw new IllegalArgumentException(problem);
        }
    }

    private Path readable(String text) {
        var file = resolved(text);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("not readable");
        }
        return file;
    }

    private static String filled(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("blank");
        }
        return text;
    }

    private static Boolean parseBoolean(ScalarNode node) {
        if (!node.isPlain() || !node.getTag().equals(Tag.BOOL)) {
            throw new IllegalArgumentException("no boolean");
        }
        return node.getValue().equalsIgnoreCase("true");
    }

    private static String range(int min, int max) {
        return min == max ? String.valueOf(min) : min + ".." + max;
    }

    private static Function<ScalarNode, Integer> number(int min, int max) {
        return plain(text -> between(Integer.parseInt(text), min, max));
    }

    /// Only plain scalars: a number in quotes is a text, and another YAML reader would disagree with us.
    private static <T> Function<ScalarNode, T> plain(Function<String, T> parser) {
        return node -> {
            if (!node.isPlain()) {
                throw new IllegalArgumentException("quoted");
            }
            return parser.apply(node.getValue());
        };
    }

    private static <T extends Comparable<T>> T between(T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> Words.written(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such constant"));
    }
}
