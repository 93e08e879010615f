package dev.usher.gateway.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads a list of the management API page by page.
final class Listing {

    private static final int PAGE_MAX = 500;

    private Listing() {}

    /// The first `limit` items, as one page. Its `next_cursor` is null when there are no more.
    static JsonObject read(AdminClient client, String path, int limit) throws IOException {
        var items = new JsonArray();
        JsonObject whole = null;
        String cursor = null;
        do {
            var page = client.get(path + "?limit=" + Math.min(limit - items.size(), PAGE_MAX)
                    + (cursor == null ? "" : "&cursor=" + cursor));
            items.addAll(page.getJsonArray("items"));
            cursor = next(page, cursor);
            whole = whole == null ? page : whole;
        } while (cursor != null && items.size() < limit);
        return whole.put("items", items).put("next_cursor", cursor);
    }

    /// A gateway that points back to the page it gave would be asked for ever.
    private static @Nullable String next(JsonObject page, @Nullable String cursor) throws IOException {
        var next = page.getString("next_cursor");
        if (next != null && (next.equals(cursor) || !next.matches("[A-Za-z0-9_-]+"))) {
            throw new IOException("next_cursor: " + Printable.line(next) + " (expected: that of another page)");
        }
        return next;
    }
}
