package dev.usher.gateway.control.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Something that can be called. *Immutable.*
///
/// ```java
/// Operation.put("/clusters/{name}", Access.of(CLUSTER_UPDATE), clusters::update).ofRevision().dryRun()
/// ```
///
/// @param path below `/api/v1`, with `{name}` for what varies
/// @param accepts what a call may bring
record Operation(HttpMethod method, String path, Access access, Accepts accepts, Action action) {

    /// How large a body may be.
    static final int BODY_BYTES_MAX = 1024 * 1024;

    /// The query parameter that asks what a call would do.
    static final String DRY_RUN = "dry_run";

    /// What is done. Runs on an event loop and must not block there.
    @FunctionalInterface
    interface Action {
        Future<Reply> answer(Call call);
    }

    /// What a call may bring; anything else is refused.
    ///
    /// @param query parameters, each at most once
    /// @param bodyBytesMax 0 where no body is read
    /// @param revision whether `If-Match` has to say which revision is meant
    record Accepts(Set<String> query, int bodyBytesMax, boolean revision) {
        public Accepts {
            query = Set.copyOf(query);
        }
    }

    static Operation get(String path, Access access, Action action) {
        return new Operation(HttpMethod.GET, path, access, new Accepts(Set.of(), 0, false), action);
    }

    static Operation post(String path, Access access, Action action) {
        return new Operation(HttpMethod.POST, path, access, new Accepts(Set.of(), BODY_BYTES_MAX, false), action);
    }

    static Operation put(String path, Access access, Action action) {
        return new Operation(HttpMethod.PUT, path, access, new Accepts(Set.of(), BODY_BYTES_MAX, false), action);
    }

    static Operation patch(String path, Access access, Action action) {
        return new Operation(HttpMethod.PATCH, path, access, new Accepts(Set.of(), BODY_BYTES_MAX, false), action);
    }

    static Operation delete(String path, Access access, Action action) {
        return new Operation(HttpMethod.DELETE, path, access, new Accepts(Set.of(), 0, false), action);
    }

    /// An action that knows its answer at once.
    static Action now(Function<Call, Reply> action) {
        return call -> Future.succeededFuture(action.apply(call));
    }

    /// The same with further query parameters.
    Operation query(String... names) {
        var all = new TreeSet<>(accepts.query);
        for (var name : names) {
            all.add(name);
        }
        return with(new Accepts(all, accepts.bodyBytesMax, accepts.revision));
    }

    /// The same, that can be asked what it would do.
    Operation dryRun() {
        return query(DRY_RUN);
    }

    /// The same with smaller bodies.
    Operation bodyUpTo(int bytes) {
        return with(new Accepts(accepts.query, bytes, accepts.revision));
    }

    /// The same, for the revision that `If-Match` names only.
    Operation ofRevision() {
        return with(new Accepts(accepts.query, accepts.bodyBytesMax, true));
    }

    /// Whether it leaves everything as it is.
    boolean reads() {
        return method.equals(HttpMethod.GET);
    }

    private Operation with(Accepts changed) {
        return new Operation(method, path, access, changed, action);
    }
}
