package dev.usher.gateway.control.api;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an `If-Match` header asks for (RFC 9110, 13.1.1). *Immutable.*
///
/// @param numbers those that will do
/// @param any whether every one will do, as with `*`
record Revisions(Set<Long> numbers, boolean any) {

    static final String EXPECTED = "an ETag of the answer that was changed, as in \"7\"";

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");
    private static final int TAGS_MAX = 16;

    Revisions {
        numbers = Set.copyOf(numbers);
    }

    /// Throws IllegalArgumentException where the header is not of ours. A weak one never matches.
    static Revisions read(String header) {
        if (header.strip().equals("*")) {
            return new Revisions(Set.of(), true);
        }
        var numbers = Arrays.stream(header.split(",", TAGS_MAX))
                .map(String::strip)
                .map(Revisions::number)
                .collect(Collectors.toUnmodifiableSet());
        return new Revisions(numbers, false);
    }

    /// Whether `revision` is one that was meant.
    boolean admit(long revision) {
        return any || numbers.contains(revision);
    }

    /// The `ETag` of a revision.
    static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    private static long number(String tag) {
        var matcher = TAG.matcher(tag);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no ETag of ours");
        }
        return Long.parseLong(matcher.group(1));
    }
}
