package dev.usher.gateway.control.api;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.DirectorStatus;
import dev.usher.gateway.core.signal.Observatory;
import dev.usher.gateway.core.snapshot.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the data plane sees and looks at, taken once for one call.
record Sight(Snapshot snapshot, Map<DirectorName, DirectorStatus> statuses) {

    Sight {
        statuses = Map.copyOf(statuses);
    }

    static Sight take(Snapshot snapshot, Observatory observatory) {
        var statuses = new HashMap<DirectorName, DirectorStatus>();
        observatory.directors().forEach(status -> statuses.put(status.director(), status));
        return new Sight(snapshot, statuses);
    }

    @Nullable
    DirectorStatus status(DirectorName director) {
        return statuses.get(director);
    }

    /// The Directors that the gateway's own checks keep out.
    Set<DirectorName> unhealthy() {
        return statuses.values().stream()
                .filter(status -> !status.healthy())
                .map(DirectorStatus::director)
                .collect(Collectors.toUnmodifiableSet());
    }
}
