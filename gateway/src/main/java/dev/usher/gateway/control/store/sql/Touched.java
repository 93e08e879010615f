package dev.usher.gateway.control.store.sql;

import java.util.LinkedHashSet;
import java.util.Set;

/// Which kinds of rows a transaction changed; their counters are moved once, at its end.
/// *Confined to the transaction's thread.*
final class Touched {

    private final Sql sql;
    private final Set<String> kinds = new LinkedHashSet<>();

    Touched(Sql sql) {
        this.sql = sql;
    }

    void directors() {
        kinds.add("directors");
    }

    void clusters() {
        kinds.add("clusters");
    }

    void tokens() {
        kinds.add("tokens");
    }

    void devices() {
        kinds.add("devices");
    }

    void closures() {
        kinds.add("closures");
    }

    boolean any() {
        return !kinds.isEmpty();
    }

    /// Moves the counters of what was changed.
    void count() {
        kinds.forEach(this::next);
    }

    /// The next number of a counter.
    long next(String kind) {
        return sql.one(
                        "update counter set value = value + 1 where kind = ? returning value",
                        row -> row.number("value"),
                        kind)
                .orElseThrow(() -> new IllegalStateException("counter: " + kind + " (expected: a row of that kind)"));
    }
}
