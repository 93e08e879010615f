package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A page of the activity log, newest first: by the moment, and by the id where moments are the same.
///
/// Each type of object has its own path through an index and gives at most one page; the page is put together from
/// those. So it costs what it shows, however long the log is, unless a text is looked for: no index knows parts of
/// texts, so that rows are looked at one after the other, newest first, until the page is full. A text that stands
/// nowhere costs a look at every row that the other filters let through; who narrows the time narrows the cost.
final class ActivityPage {

    private static final String NEWEST_FIRST = " order by created desc, id desc limit ?";

    private ActivityPage() {}

    static List<Entry.Written> read(Sql sql, Entry.Query query) {
        if (query.objectTypes().isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<Object>();
        long created = cursor(sql, query);
        var paths = query.objectTypes().stream()
                .sorted()
                .map(type -> path(type, query, created, values))
                .collect(Collectors.joining(" union all "));
        values.add(query.limit());
        return sql.list("select * from (" + paths + ") as paths" + NEWEST_FIRST, Rows::entry, values.toArray());
    }

    /// The moment of the entry below which the page begins.
    private static long cursor(Sql sql, Entry.Query query) {
        if (query.below() == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return sql.one("select created from activity where id = ?", row -> row.number("created"), query.below())
                .orElse(Long.MAX_VALUE);
    }

    private static String path(String type, Entry.Query query, long created, List<Object> values) {
        var where = new StringBuilder(
                "select * from (select * from activity where object_type = ? and created >= ? and created < ?");
        values.add(type);
        values.add(query.fromEpochMillis());
        values.add(query.untilEpochMillis());
        if (query.below() != Long.MAX_VALUE) {
            where.append(" and (created, id) < (?, ?)");
            values.add(created);
            values.add(query.below());
        }
        if (!query.object().isEmpty()) {
            where.append(" and object = ?");
            values.add(query.object());
        }
        if (!query.action().isEmpty()) {
            where.append(" and action = ?");
            values.add(query.action());
        }
        if (!query.text().isEmpty()) {
            where.append(" and search like ? escape '!'");
            values.add("%" + pattern(query.text()) + "%");
        }
        values.add(query.limit());
        return where.append(NEWEST_FIRST).append(") as path").toString();
    }

    /// What is looked for in, and for, without regard to case.
    static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String pattern(String text) {
        return folded(text).replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
