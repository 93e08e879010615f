package dev.usher.gateway.control.api.events;

import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.signal.Observatory;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.Ticker;
import org.jspecify.annotations.Nullable;

/// Where it shows that something changed.
///
/// @param stored null where nothing is kept
public record EventSources(
        Fleet fleet,
        Snapshots snapshots,
        Observatory observatory,
        @Nullable Stored stored,
        Ticker ticker) {

    /// @param copies what is known of the store without asking it
    public record Stored(Store store, Copies copies) {}
}
