package dev.usher.gateway.control.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The estate's one database, which several gateways may share.
///
/// Every call is one transaction, serialisable, on threads of the store: what is passed in may block there, must have
/// no effects of its own and may be run again when it met another one. A call ends with [StoreUnavailable] when the
/// database cannot be reached, is full, or has too many calls waiting; then nothing of it happened, unless the
/// connection was lost at the very end: whoever tries again has to look first. What `work` throws reaches the caller as
/// it is, and nothing of it happened.
///
/// *Thread-safe.*
public interface Store extends AutoCloseable {

    /// Looks at the rows as they are at one moment.
    <T> CompletableFuture<T> read(Function<Records, T> look);

    /// Changes rows on somebody's behalf. A change that notes no [Entry] is refused, as is an entry without a change.
    <T> CompletableFuture<T> change(Function<Changes, T> work);

    /// Keeps what gateways note for themselves, which nobody is to read about in the activity log.
    <T> CompletableFuture<T> keep(Function<Notes, T> work);

    /// What was last seen of [Versions], without asking the database; all zero before the first look.
    Versions versions();

    /// Calls `listener` on a thread of the store after each change that was seen, one's own at once and those of others
    /// within half a second. It must be quick.
    void onChanged(Listener listener);

    /// Hears that rows of some kind are no longer what they were.
    interface Listener {
        void changed(Versions before, Versions now);
    }

    /// How the database is now, for `status` and readiness.
    Condition condition();

    /// @param reachable whether the last look succeeded
    /// @param sinceNanos by the monotonic clock: when the last look succeeded
    /// @param problem in words, or empty
    record Condition(boolean reachable, long sinceNanos, String problem) {}

    /// Ends after the calls that were begun; those that wait are refused.
    @Override
    void close();
}
