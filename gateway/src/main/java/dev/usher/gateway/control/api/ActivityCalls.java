package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.api.Operation.get;
import static dev.usher.gateway.core.model.Permission.CLUSTER_READ;
import static dev.usher.gateway.core.model.Permission.DEVICE_READ;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_READ;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.core.model.Permission;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The activity log: who did what, newest first. Everybody sees what was done to objects that they may read.
/// *Thread-safe.*
final class ActivityCalls {

    private static final String ACTION = "action";
    private static final String OBJECT_TYPE = "object_type";
    private static final String OBJECT = "object";
    private static final String TEXT = "text";
    private static final String FROM = "from";
    private static final String UNTIL = "until";

    private static final int LIMIT_MAX = 500;
    private static final int CHARACTERS_MAX = 200;

    /// Which types of objects there are, and who may read of them.
    private static final Map<String, Permission> READERS =
            new TreeMap<>(Map.of("Cluster", CLUSTER_READ, "Director", DIRECTOR_READ, "Device", DEVICE_READ));

    private final Storing storing;

    ActivityCalls(Storing storing) {
        this.storing = storing;
    }

    List<Operation> operations() {
        return List.of(get(
                        "/activity",
                        Access.of(CLUSTER_READ, DIRECTOR_READ, DEVICE_READ),
                        storing.looking(ActivityCalls::list))
                .query(ACTION, OBJECT_TYPE, OBJECT, TEXT, FROM, UNTIL, Paging.CURSOR, Paging.LIMIT));
    }

    private static CompletionStage<Reply> list(Management management, Call call) {
        var wanted = call.query(OBJECT_TYPE);
        var reader = wanted == null ? null : reader(wanted);
        if (reader != null && !call.operator().may(reader)) {
            return CompletableFuture.completedFuture(hidden(call.operator(), reader));
        }
        var paging = Paging.of(call, LIMIT_MAX);
        var query = new Entry.Query(
                wanted == null ? readable(call.operator()) : Set.of(wanted),
                words(call, OBJECT),
                words(call, ACTION),
                words(call, TEXT),
                moment(call, FROM, 0),
                moment(call, UNTIL, Long.MAX_VALUE),
                below(paging.after()),
                paging.limit());
        return management.store().read(records -> page(records.activity(query)));
    }

    private static Reply page(Entry.Page page) {
        var next = page.next();
        return Paging.page(
                page.entries().stream().map(ActivityCalls::shape).toList(), next == null ? null : next.toString());
    }

    private static Permission reader(String type) {
        var reader = READERS.get(type);
        if (reader == null) {
            throw new Paging.Refused(
                    OBJECT_TYPE + ": " + type + " (expected: " + String.join(", ", READERS.keySet()) + ")");
        }
        return reader;
    }

    private static Problem hidden(Operator operator, Permission reader) {
        return Gate.forbidden(operator, Access.of(reader));
    }

    private static Set<String> readable(Operator operator) {
        return READERS.entrySet().stream()
                .filter(type -> operator.may(type.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(Call call, String parameter) {
        var words = Objects.requireNonNullElse(call.query(parameter), "");
        if (words.length() > CHARACTERS_MAX) {
            throw new Paging.Refused(
                    parameter + ": " + words.length() + " characters (expected: at most " + CHARACTERS_MAX + ")");
        }
        return words;
    }

    private static long moment(Call call, String parameter, long otherwise) {
        var text = call.query(parameter);
        if (text == null) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException _) {
            throw new Paging.Refused(
                    parameter + ": " + text + " (expected: a moment, as in 2026-03-29T14:00:00Z; '+' is %2B here)");
        }
    }

    private static long below(String cursor) {
        if (cursor.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException _) {
            throw Paging.foreign();
        }
    }

    private static JsonObject shape(Entry.Written written) {
        var entry = written.entry();
        return new JsonObject()
                .put("id", written.id())
                .put("user", entry.user())
                .put("user_ip", emptyToNull(entry.userIp()))
                .put("object_type", entry.objectType())
                .put("object", entry.object())
                .put("action", entry.action())
                .put("description", entry.description())
                .put("created_at", Shapes.instant(written.createdEpochMillis()));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
