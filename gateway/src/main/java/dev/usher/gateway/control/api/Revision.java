package dev.usher.gateway.control.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which revision an `If-Match` header asks for (RFC 9110, 13.1.1). *Immutable.*
///
/// @param number null where every one will do, as with `*`
record Revision(@Nullable Long number) {

    static final String EXPECTED = "one ETag, that of the answer that was changed, as in \"7\"";

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    /// Throws IllegalArgumentException where the header is not of ours. Nobody sees two revisions of one thing, so a
    /// list
    /// of them is not taken.
    static Revision read(String header) {
        if (header.strip().equals("*")) {
            return new Revision(null);
        }
        var matcher = TAG.matcher(header.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no ETag of ours");
        }
        return new Revision(Long.valueOf(matcher.group(1)));
    }

    /// The `ETag` of a revision.
    static String tag(long revision) {
        return "\"" + revision + "\"";
    }
}
