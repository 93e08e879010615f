package dev.usher.gateway.control.api.events;

import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.Versions;
import io.vertx.core.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads in the activity log what was changed in the store, by whatever gateway.
///
/// *Thread-safe:* one reading at a time; several changes meanwhile make one more.
final class ActivityWatch {

    private static final Logger LOG = System.getLogger(ActivityWatch.class.getName());
    private static final int PAGE = 256;
    private static final Set<String> TYPES =
            Stream.of(Event.Kind.values()).map(Event.Kind::type).collect(Collectors.toUnmodifiableSet());

    private final Store store;
    private final EventRing ring;
    private final Runnable told;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean failed;
    private long lastId = -1;
    private long tokens = -1;

    private record Page(List<Entry.Written> entries, Versions versions) {}

    /// @param told called when there are new events
    ActivityWatch(Store store, EventRing ring, Runnable told) {
        this.store = store;
        this.ring = ring;
        this.told = told;
    }

    void follow() {
        store.onChanged((_, _) -> ask());
        ask();
    }

    /// Reads what could not be read.
    void again() {
        if (failed) {
            ask();
        }
    }

    private void ask() {
        if (asked.getAndIncrement() == 0) {
            read();
        }
    }

    private void read() {
        int answered = asked.get();
        store.read(ActivityWatch::page).whenComplete((page, problem) -> {
            failed = problem != null;
            if (page != null) {
                take(page);
            } else {
                LOG.log(Level.DEBUG, "the activity log was not read; it is tried again", problem);
            }
            if (asked.addAndGet(-answered) > 0) {
                read();
            }
        });
    }

    private static Page page(Records records) {
        var query = new Entry.Query(TYPES, "", "", "", 0, Long.MAX_VALUE, Long.MAX_VALUE, PAGE);
        return new Page(records.activity(query).entries(), records.versions());
    }

    /// The first page only says where the log stands.
    private void take(Page page) {
        var fresh = page.entries.stream()
                .filter(written -> written.id() > lastId)
                .sorted((a, b) -> Long.compare(a.id(), b.id()))
                .toList();
        boolean first = lastId < 0;
        boolean withTokens = tokens != page.versions.tokens();
        lastId = Math.max(lastId, fresh.isEmpty() ? 0 : fresh.getLast().id());
        tokens = page.versions.tokens();
        if (!first && !fresh.isEmpty()) {
            tell(fresh, withTokens);
            told.run();
        }
    }

    private void tell(List<Entry.Written> fresh, boolean withTokens) {
        if (fresh.size() == PAGE) {
            ring.add(Event.RESET, null, new JsonObject());
        }
        var clusters = new TreeSet<String>();
        for (var written : fresh) {
            var entry = written.entry();
            for (var kind : Event.Kind.values()) {
                if (kind.type().equals(entry.objectType())) {
                    ring.changed(kind, new JsonObject().put("object", entry.object()));
                    ring.add("activity", kind.needed(), activity(written));
                }
            }
            if (entry.objectType().equals(Event.Kind.CLUSTER.type())) {
                clusters.add(entry.object());
            }
        }
        if (withTokens) {
            clusters.forEach(cluster -> ring.changed(Event.Kind.TOKEN, new JsonObject().put("cluster", cluster)));
        }
    }

    private static JsonObject activity(Entry.Written written) {
        var entry = written.entry();
        return new JsonObject()
                .put("id", written.id())
                .put("object_type", entry.objectType())
                .put("object", entry.object())
                .put("action", entry.action());
    }
}
