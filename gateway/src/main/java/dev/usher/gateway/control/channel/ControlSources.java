package dev.usher.gateway.control.channel;

import dev.usher.gateway.control.authority.Authority;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Ticker;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// All that the channel looks at or changes.
///
/// @param gateway its name
/// @param sights each Director as the data plane sees it; called a few times each second
public record ControlSources(
        String gateway,
        Authority authority,
        Fleet fleet,
        List<ClusterSettings> clusters,
        Supplier<Map<DirectorName, Sight>> sights,
        Ticker ticker) {

    public ControlSources {
        clusters = List.copyOf(clusters);
    }
}
