package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A page of a list, as a call asks for it: `limit` items at most, after those that `cursor` stands for.
///
/// @param after the key of the last item of the page before; empty for the first page
/// @param limit 1..[#LIMIT_MAX]
record Paging(String after, int limit) {

    static final String CURSOR = "cursor";
    static final String LIMIT = "limit";
    static final int LIMIT_MAX = 1000;

    private static final int LIMIT_DEFAULT = 100;
    private static final int CURSOR_MAX = 512;

    /// Throws a [Refused] for a parameter that is none.
    static Paging of(Call call) {
        return of(call, LIMIT_MAX);
    }

    /// The same for a list of which less is shown at once.
    static Paging of(Call call, int limitMax) {
        return new Paging(cursor(call.query(CURSOR)), limit(call.query(LIMIT), limitMax));
    }

    /// A parameter of a list will not do.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String detail) {
            super(detail, null, false, false);
        }

        Problem problem() {
            return new Problem(400, "bad_query", String.valueOf(getMessage()));
        }
    }

    /// The page of `items`, which are in the order of their keys.
    <T> Answer page(List<T> items, Function<T, String> key, Function<T, JsonObject> shape) {
        var page = new ArrayList<JsonObject>();
        String last = null;
        boolean more = false;
        for (var item : items) {
            var at = key.apply(item);
            if (at.compareTo(after) <= 0) {
                continue;
            }
            if (page.size() == limit) {
                more = true;
                break;
            }
            page.add(shape.apply(item));
            last = at;
        }
        return page(page, more ? last : null);
    }

    /// @param next the key of the last item where there are more; null at the end
    static Answer page(List<JsonObject> items, @Nullable String next) {
        return Answer.ok(new JsonObject()
                .put("items", new JsonArray(items))
                .put("next_cursor", next == null ? null : written(next)));
    }

    private static String written(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String cursor(@Nullable String text) {
        if (text == null) {
            return "";
        }
        try {
            if (!text.isEmpty() && text.length() <= CURSOR_MAX) {
                return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw foreign();
    }

    /// A cursor that no page gave.
    static Refused foreign() {
        return new Refused("cursor: not one of ours (expected: next_cursor of the page before)");
    }

    private static int limit(@Nullable String text, int limitMax) {
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= limitMax) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Refused("limit: " + text + " (expected: 1.." + limitMax + ")");
    }
}
