package dev.usher.membership.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Turns JSON (RFC 8259) into the nodes that YAML would give, so that both are read by the same readers. YAML's own
/// parser would take a body for more than it says: anchors, comments, texts without quotes. *Confined to one thread.*
final class JsonText {

    /// Where the text is no JSON.
    static final class NoJson extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Place place;

        NoJson(Place place, String problem) {
            super(problem);
            this.place = place;
        }

        Place place() {
            return place;
        }
    }

    private static final int DEPTH_MAX = 32;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int at;
    private int line;
    private int lineStart;

    private JsonText(String text) {
        this.text = text;
    }

    static MappingNode parse(String text) {
        var json = new JsonText(text);
        json.skipSpace();
        if (!json.comes('{')) {
            throw json.wrong("expected: an object");
        }
        var root = json.object(1);
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.wrong("more after the end (expected: one object)");
        }
        return root;
    }

    private Node value(int depth) {
        if (depth > DEPTH_MAX) {
            throw wrong("nested too deeply (expected: at most " + DEPTH_MAX + " levels)");
        }
        if (comes('{')) {
            return object(depth);
        }
        if (comes('[')) {
            return list(depth);
        }
        return comes('"') ? string() : word();
    }

    private MappingNode object(int depth) {
        var mark = mark();
        at++;
        var entries = new ArrayList<NodeTuple>();
        for (skipSpace(); !comes('}'); skipSpace()) {
            if (!entries.isEmpty()) {
                take(',', "a comma or the end of the object");
                skipSpace();
            }
            if (!comes('"')) {
                throw wrong("expected: a key in quotes");
            }
            var key = string();
            skipSpace();
            take(':', "a colon");
            skipSpace();
            entries.add(new NodeTuple(key, value(depth + 1)));
        }
        at++;
        return new MappingNode(Tag.MAP, true, entries, FlowStyle.FLOW, mark, Optional.empty());
    }

    private Node list(int depth) {
        var mark = mark();
        at++;
        List<Node> items = new ArrayList<>();
        for (skipSpace(); !comes(']'); skipSpace()) {
            if (!items.isEmpty()) {
                take(',', "a comma or the end of the list");
                skipSpace();
            }
            items.add(value(depth + 1));
        }
        at++;
        return new SequenceNode(Tag.SEQ, true, items, FlowStyle.FLOW, mark, Optional.empty());
    }

    private ScalarNode string() {
        var mark = mark();
        at++;
        var value = new StringBuilder();
        while (!comes('"')) {
            char c = next("the end of the text");
            if (c < ' ') {
                throw wrong("a control character in a text (expected: an escape such as \\n)");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return new ScalarNode(Tag.STR, true, value.toString(), ScalarStyle.DOUBLE_QUOTED, mark, Optional.empty());
    }

    private char escaped() {
        char c = next("an escape");
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("expected: an escape such as \\n or \\u00e9");
        };
    }

    private char unicode() {
        var digits = text.substring(at, Math.min(at + 4, text.length()));
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
            throw wrong("expected: four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private ScalarNode word() {
        var mark = mark();
        int from = at;
        while (at < text.length() && ",]} \t\r\n:".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var found = text.substring(from, at);
        var tag = switch (found) {
            case "true", "false" -> Tag.BOOL;
            case "null" -> Tag.NULL;
            default -> Tag.INT;
        };
        if (tag.equals(Tag.INT) && !NUMBER.matcher(found).matches()) {
            at = from;
            throw wrong("expected: a value");
        }
        return new ScalarNode(tag, true, found, ScalarStyle.PLAIN, mark, Optional.empty());
    }

    private boolean comes(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void take(char c, String expected) {
        if (!comes(c)) {
            throw wrong("expected: " + expected);
        }
        at++;
    }

    private char next(String expected) {
        if (at >= text.length()) {
            throw wrong("ends here (expected: " + expected + ")");
        }
        return text.charAt(at++);
    }

    private void skipSpace() {
        for (; at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
    }

    private Optional<Mark> mark() {
        return Optional.of(new Mark("", at, line, at - lineStart, new int[0], 0));
    }

    private NoJson wrong(String problem) {
        return new NoJson(new Place("", line + 1, at - lineStart + 1), "not JSON: " + problem);
    }
}
