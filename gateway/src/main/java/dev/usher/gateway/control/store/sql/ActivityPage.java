package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A page of the activity log, newest first: by the moment, and by the id where moments are the same.
///
/// Each type of object has its own path through an index and gives at most one page; the page is put together from
/// those. So it costs what it shows, however long the log is; an action asked for beside an object costs a look at that
/// object's entries. A text that is looked for has no index, which know no parts of texts: rows are looked at one after
/// the other, newest first, until the page is full. A text that stands nowhere costs a look at every row that the other
/// filters let through; who narrows the time narrows the cost.
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

    /// The narrowest of object, action and type has its index; the wider ones are hidden from theirs, as SQLite would
    /// take any of them for as good.
    private static String path(String type, Entry.Query query, long created, List<Object> values) {
        boolean object = !query.object().isEmpty();
        boolean action = !query.action().isEmpty();
        var where = new StringBuilder(
                "select * from (select * from activity where created >= ? and (created, id) < (?, ?)");
        values.add(query.fromEpochMillis());
        boolean within = created < query.untilEpochMillis();
        values.add(within ? created : query.untilEpochMillis());
        values.add(within ? query.below() : Long.MIN_VALUE);
        where.append(object || action ? " and object_type || '' = ?" : " and object_type = ?");
        values.add(type);
        if (object) {
            where.append(" and object = ?");
            values.add(query.object());
        }
        if (action) {
            where.append(object ? " and action || '' = ?" : " and action = ?");
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
