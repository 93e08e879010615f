package dev.usher.gateway.core.config;

import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads lists of addresses, ranges and CIDR blocks: says what exactly is wrong with one, and which one stands there
/// twice, in whatever words. *Confined to one thread.*
final class Sources {

    private static final int COUNT_MAX = 10_000;

    private record Span(Object first, Object last) {}

    private final Map<Span, String> known = new HashMap<>();

    private Sources() {}

    static List<AccessRule> read(Section section, String key) {
        var sources = new Sources();
        if (section.count(key) > COUNT_MAX) {
            section.mistake(key, section.count(key) + " sources (expected: at most " + COUNT_MAX + ")");
        }
        return section.explained(key, ListenerSettings.SOURCE, sources::rule);
    }

    private AccessRule rule(String text) {
        var rule = AccessRule.parse(text);
        var first = known.putIfAbsent(new Span(rule.first(), rule.last()), text);
        if (first != null) {
            throw new IllegalArgumentException(
                    text + ": the same as " + (first.equals(text) ? "one above" : first) + " (expected: each once)");
        }
        return rule;
    }
}
