package dev.usher.gateway.control.store;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One line of the activity log. Nobody can change or remove it.
///
/// @param user e-mail address of who did it; `usher` for the gateway itself
/// @param userIp from where; empty for the gateway itself
/// @param objectType as in `Cluster`
/// @param object its name
/// @param action as in `UpdatedCluster`
/// @param description what changed from what to what; no secrets
public record Entry(String user, String userIp, String objectType, String object, String action, String description) {

    /// As it was written.
    ///
    /// @param id grows with time
    public record Written(long id, Entry entry, long createdEpochMillis) {}

    /// Some of them, newest first.
    ///
    /// @param next below which the others are, as in [Query#below]; null where all were looked at. A page may be
    /// short, even empty, and there may be more nevertheless
    public record Page(List<Written> entries, @Nullable Long next) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /// Which of them are wanted; newest first.
    ///
    /// @param objectTypes those that the asker may see
    /// @param object its name; empty for all
    /// @param action empty for all
    /// @param text in any part of description, object or user, whatever its case; empty for all
    /// @param fromEpochMillis not older
    /// @param untilEpochMillis older
    /// @param below only those with smaller ids, as a cursor says; Long.MAX_VALUE for the first page
    /// @param limit how many at most, 1..500
    public record Query(
            Set<String> objectTypes,
            String object,
            String action,
            String text,
            long fromEpochMillis,
            long untilEpochMillis,
            long below,
            int limit) {
        public Query {
            objectTypes = Set.copyOf(objectTypes);
        }
    }
}
