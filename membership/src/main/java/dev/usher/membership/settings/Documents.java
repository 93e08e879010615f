package dev.usher.membership.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Turns YAML 1.2 text into one node tree of bounded size, depth and alias expansion.
///
/// The library composes by recursion and shares the nodes of aliases, so a small text could exhaust the stack or make a
/// walk endless. Depth is therefore checked on its event stream first, and the expanded size on the shared nodes.
final class Documents {

    static final int BYTES_MAX = 1 << 20;
    private static final int DEPTH_MAX = 32;
    private static final int NODES_MAX = 200_000;
    private static final Place START = new Place("", 1, 1);

    private Documents() {}

    /// The root of the document, or null where there is none; then the mistake is written down.
    static @Nullable MappingNode compose(byte[] bytes, Mistakes mistakes) {
        try {
            return root(utf8(bytes), mistakes);
        } catch (CharacterCodingException _) {
            mistakes.add(START, "not UTF-8 (expected: YAML in UTF-8)");
        } catch (MarkedYamlEngineException problem) {
            mistakes.add(place(problem), "not YAML: " + words(problem));
        } catch (YamlEngineException problem) {
            mistakes.add(START, "not YAML: " + problem.getMessage());
        }
        return null;
    }

    static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static @Nullable MappingNode root(String text, Mistakes mistakes) {
        var settings = LoadSettings.builder()
                .setCodePointLimit(BYTES_MAX)
                .setMaxAliasesForCollections(100)
                .build();
        if (isTooDeep(text, settings, mistakes)) {
            return null;
        }
        var root = new Compose(settings).composeString(text).orElse(null);
        if (!(root instanceof MappingNode mapping)) {
            mistakes.add(START, root == null ? "empty (expected: keys and values)" : "expected: keys and values");
            return null;
        }
        if (expandedSize(mapping, new IdentityHashMap<>()) > NODES_MAX) {
            mistakes.add(START, "aliases expand to too much (expected: at most " + NODES_MAX + " nodes, no loops)");
            return null;
        }
        return mapping;
    }

    private static boolean isTooDeep(String text, LoadSettings settings, Mistakes mistakes) {
        var depth = 0;
        for (var event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > DEPTH_MAX) {
                mistakes.add(place(event), "nested too deeply (expected: at most " + DEPTH_MAX + " levels)");
                return true;
            }
        }
        return false;
    }

    /// Counts a shared node each time it is reached, but visits it once. A node inside itself counts as too much.
    private static long expandedSize(Node node, Map<Node, Long> known) {
        var size = known.get(node);
        if (size != null) {
            return size;
        }
        known.put(node, NODES_MAX + 1L);
        var sum = 1
                + children(node)
                        .mapToLong(child -> expandedSize(child, known))
                        .reduce(0, (left, right) -> Math.min(left + right, NODES_MAX + 1L));
        known.put(node, sum);
        return sum;
    }

    private static Stream<? extends Node> children(Node node) {
        return switch (node) {
            case MappingNode mapping ->
                mapping.getValue().stream().flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()));
            case SequenceNode sequence -> sequence.getValue().stream();
            case CollectionNode<?> _, Node _ -> Stream.of();
        };
    }

    private static Place place(Event event) {
        return event.getStartMark()
                .map(mark -> new Place("", mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(START);
    }

    private static Place place(MarkedYamlEngineException problem) {
        return problem.getProblemMark()
                .or(problem::getContextMark)
                .map(mark -> new Place("", mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(START);
    }

    /// The library's own message would quote the document around the mistake, and with it perhaps a secret.
    private static String words(MarkedYamlEngineException problem) {
        var context = problem.getContext();
        return context == null ? problem.getProblem() : problem.getProblem() + " " + context;
    }
}
