package dev.usher.gateway.control.api;

import dev.usher.gateway.control.channel.ControlChannel;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.core.signal.Observatory;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.Ticker;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that the API looks at or changes.
///
/// @param channel to the sidecars; gives null where there is none, or none yet
/// @param copies what is known of the store; null where nothing is kept
/// @param metrics the page in Prometheus' text format; called on a worker thread
/// @param readiness every one has to pass
public record ApiSources(
        GatewayFacts facts,
        Fleet fleet,
        Snapshots snapshots,
        Observatory observatory,
        Reception reception,
        Supplier<@Nullable ControlChannel> channel,
        @Nullable Copies copies,
        Supplier<String> metrics,
        List<ReadyCheck> readiness,
        Ticker ticker) {

    public ApiSources {
        readiness = List.copyOf(readiness);
    }
}
