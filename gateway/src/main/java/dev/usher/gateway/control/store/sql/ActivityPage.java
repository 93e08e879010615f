package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A page of the activity log, newest first: by the moment, and by the id where moments are the same.
///
/// The page is put together from paths, each through the index of the narrowest of object, action and type: one path
/// for an object or an action, and one for each type where none of them is asked for. What an index knows costs
/// nothing to look for. For all else (a text, an action beside an object) entries are looked at one after the other:
/// [#LOOKED_MAX] of them for a page, and where that was not enough the page says from where to go on. So a page costs
/// the same however long the log is, even when it finds nothing.
final class ActivityPage {

    /// How many entries are looked at for one page.
    static final int LOOKED_MAX = 20_000;

    private static final String NEWEST_FIRST = " order by created desc, id desc limit ?";

    private final Sql sql;
    private final Entry.Query query;
    private final boolean object;
    private final boolean action;

    /// Where the page begins: below this entry.
    private final Place top;

    /// An entry's place in the order.
    private record Place(long created, long id) implements Comparable<Place> {

        static final Place NEWEST = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

        static Place of(Sql.Row row) throws SQLException {
            return new Place(row.number("created"), row.number("id"));
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparingLong(Place::created)
                    .thenComparingLong(Place::id)
                    .compare(this, other);
        }
    }

    private ActivityPage(Sql sql, Entry.Query query, Place top) {
        this.sql = sql;
        this.query = query;
        this.object = !query.object().isEmpty();
        this.action = !query.action().isEmpty();
        this.top = top;
    }

    static Entry.Page read(Sql sql, Entry.Query query) {
        if (query.objectTypes().isEmpty()) {
            return new Entry.Page(List.of(), null);
        }
        var until = new Place(query.untilEpochMillis(), Long.MIN_VALUE);
        return new ActivityPage(sql, query, Collections.min(List.of(cursor(sql, query), until))).read();
    }

    /// The entry below which the page begins.
    private static Place cursor(Sql sql, Entry.Query query) {
        return query.below() == Long.MAX_VALUE
                ? Place.NEWEST
                : sql.one("select created, id from activity where id = ?", Place::of, query.below())
                        .orElse(Place.NEWEST);
    }

    private Entry.Page read() {
        var keys = keys();
        var floor = floor(keys);
        var bottom = Objects.requireNonNullElse(floor, new Place(query.fromEpochMillis(), Long.MIN_VALUE));
        var values = new ArrayList<Object>();
        var paths = keys.stream().map(key -> path(key, bottom, values)).collect(Collectors.joining(" union all "));
        values.add(query.limit() + 1);
        var found = sql.list("select * from (" + paths + ") as paths" + NEWEST_FIRST, Rows::entry, values.toArray());
        if (found.size() > query.limit()) {
            var page = found.subList(0, query.limit());
            return new Entry.Page(page, page.getLast().id());
        }
        return new Entry.Page(found, floor == null ? null : floor.id);
    }

    /// What each path is found by in its index.
    private List<String> keys() {
        if (object) {
            return List.of(query.object());
        }
        return action
                ? List.of(query.action())
                : query.objectTypes().stream().sorted().toList();
    }

    private String column() {
        return object ? "object" : action ? "action" : "object_type";
    }

    /// Down to which entry all paths have been looked through when as many were looked at as may be; null when there
    /// are not so many. Asks indexes only.
    private @Nullable Place floor(List<String> keys) {
        if (!object && !action && query.text().isEmpty()) {
            return null;
        }
        var text = "select created, id from activity where " + column()
                + " = ? and created >= ? and (created, id) < (?, ?) order by created desc, id desc limit 1 offset ?";
        return keys.stream()
                .flatMap(key -> sql
                        .one(
                                text,
                                Place::of,
                                key,
                                query.fromEpochMillis(),
                                top.created,
                                top.id,
                                LOOKED_MAX / keys.size() - 1)
                        .stream())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /// What is wider than the path's own column is hidden from its index, as SQLite would take any for as good.
    private String path(String key, Place bottom, List<Object> values) {
        var where = new StringBuilder("select * from (select * from activity where " + column()
                + " = ? and (created, id) >= (?, ?) and (created, id) < (?, ?)");
        Stream.of(key, bottom.created, bottom.id, top.created, top.id).forEach(values::add);
        if (object || action) {
            var types = query.objectTypes().stream().sorted().toList();
            where.append(
                    types.stream().map(_ -> "?").collect(Collectors.joining(", ", " and object_type || '' in (", ")")));
            values.addAll(types);
        }
        if (object && action) {
            where.append(" and action || '' = ?");
            values.add(query.action());
        }
        if (!query.text().isEmpty()) {
            where.append(" and search like ? escape '!'");
            values.add("%" + pattern(query.text()) + "%");
        }
        values.add(query.limit() + 1);
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
