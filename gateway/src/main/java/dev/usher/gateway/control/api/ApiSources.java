package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.events.EventSources;
import dev.usher.gateway.control.api.events.Events;
import dev.usher.gateway.control.channel.ControlChannel;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.operator.Reception;
import dev.usher.gateway.core.signal.Observatory;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.Ticker;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that the API looks at or changes.
///
/// @param management null where nothing is kept
/// @param declared what the configuration file declares now
/// @param channel to the sidecars; gives null where there is none, or none yet
/// @param metrics the page in Prometheus' text format; called on a worker thread
/// @param readiness every one has to pass
/// @param events that those hear who listen
public record ApiSources(
        GatewayFacts facts,
        Fleet fleet,
        Snapshots snapshots,
        Observatory observatory,
        Reception reception,
        @Nullable Management management,
        Supplier<Declarations> declared,
        Supplier<@Nullable ControlChannel> channel,
        Supplier<String> metrics,
        List<ReadyCheck> readiness,
        Ticker ticker,
        Events events) {

    public ApiSources {
        readiness = List.copyOf(readiness);
    }

    /// Without anybody who looks for events.
    public ApiSources(
            GatewayFacts facts,
            Fleet fleet,
            Snapshots snapshots,
            Observatory observatory,
            Reception reception,
            @Nullable Management management,
            Supplier<Declarations> declared,
            Supplier<@Nullable ControlChannel> channel,
            Supplier<String> metrics,
            List<ReadyCheck> readiness,
            Ticker ticker) {
        this(
                facts,
                fleet,
                snapshots,
                observatory,
                reception,
                management,
                declared,
                channel,
                metrics,
                readiness,
                ticker,
                new Events(new EventSources(fleet, snapshots, observatory, null, ticker)));
    }
}
