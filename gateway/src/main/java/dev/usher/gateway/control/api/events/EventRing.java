package dev.usher.gateway.control.api.events;

import dev.usher.gateway.core.model.Permission;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last events, so that whoever lost its stream for a moment goes on where it stood. *Thread-safe: one lock.*
///
/// An id names this life of the process too: the numbers of another one mean nothing here.
final class EventRing {

    static final int EVENTS_MAX = 1024;

    /// What no id means.
    static final long UNKNOWN = -1;

    private static final int DIGITS_MAX = 18;

    private final String life;
    private final @Nullable Event[] events = new Event[EVENTS_MAX];
    private long newest;

    EventRing(String life) {
        this.life = life;
    }

    synchronized void add(String name, @Nullable Permission needed, JsonObject data) {
        newest++;
        events[index(newest)] = new Event(newest, needed, Event.frame(id(newest), name, data));
    }

    /// Something of this kind changed.
    ///
    /// @param data says which
    void changed(Event.Kind kind, JsonObject data) {
        var all = new JsonObject().put("object_type", kind.word()).mergeIn(data);
        add(kind.word() + ".changed", kind.needed(), all);
    }

    /// The number of the last event; 0 before the first.
    synchronized long newest() {
        return newest;
    }

    /// Those that came after the one with this number, oldest first; null where some of them are gone already.
    synchronized @Nullable List<Event> after(long number, int limit) {
        if (newest - number > EVENTS_MAX) {
            return null;
        }
        var after = new ArrayList<Event>();
        for (long next = number + 1; next <= newest && after.size() < limit; next++) {
            var event = events[index(next)];
            if (event != null) {
                after.add(event);
            }
        }
        return after;
    }

    String id(long number) {
        return life + "-" + number;
    }

    /// The number in an id of ours whose followers are all there, or [#UNKNOWN].
    synchronized long number(String id) {
        var prefix = life + "-";
        var digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
        if (digits.isEmpty() || digits.length() > DIGITS_MAX || !digits.chars().allMatch(EventRing::digit)) {
            return UNKNOWN;
        }
        long number = Long.parseLong(digits);
        return number <= newest && newest - number <= EVENTS_MAX ? number : UNKNOWN;
    }

    private static boolean digit(int character) {
        return character >= '0' && character <= '9';
    }

    private static int index(long number) {
        return (int) (number % EVENTS_MAX);
    }
}
