package dev.usher.gateway.control.api.chaos;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A call that may change something.
///
/// @param object the path of what it is about, whose revision is its answer's `ETag`; empty for a token
/// @param ifMatch null for none
/// @param ofRevision whether `If-Match` is demanded
/// @param rule does it to the plain estate and gives the status
record Wish(
        String method,
        String path,
        String object,
        @Nullable String body,
        @Nullable String ifMatch,
        boolean ofRevision,
        boolean dryRun,
        ToIntFunction<PlainEstate> rule) {

    private static final int IF_MATCH_MISSING = 428;

    /// Does it to `estate`, but for a dry run, and gives the status with which it should be answered.
    int expected(PlainEstate estate) {
        if (ofRevision && ifMatch == null) {
            return IF_MATCH_MISSING;
        }
        if (!dryRun) {
            return rule.applyAsInt(estate);
        }
        int status = rule.applyAsInt(estate.copy());
        return status < 300 ? PlainEstate.OK : status;
    }

    String target() {
        return path + (dryRun ? "?dry_run=true" : "");
    }

    @Override
    public String toString() {
        return method + " " + target() + (ifMatch == null ? "" : " of " + ifMatch) + (body == null ? "" : " " + body);
    }
}
