package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.data.load.ClusterLoad;
import dev.usher.gateway.data.relay.http.Http1Upstream;
import dev.usher.gateway.data.upstream.Connections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A cluster of the current snapshot as one lane sees it: its loads, and its connections by service and Director.
///
/// *Confined to one event loop.*
final class LaneCluster {

    private final ClusterLoad load;
    private final Map<ServiceName, Connections<Http1Upstream>[]> services = new HashMap<>();

    LaneCluster(ClusterLoad load, BiFunction<Director, Integer, Connections<Http1Upstream>> connections) {
        this.load = load;
        for (int i = 0; i < load.size(); i++) {
            var director = load.director(i);
            for (var service : director.services().entrySet()) {
                row(service.getKey())[i] = connections.apply(director, service.getValue());
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Connections<Http1Upstream>[] row(ServiceName service) {
        return services.computeIfAbsent(service, _ -> new Connections[load.size()]);
    }

    Cluster cluster() {
        return load.cluster();
    }

    ClusterLoad load() {
        return load;
    }

    /// The connections with that Director, or null when it does not offer `service`.
    @Nullable
    Connections<Http1Upstream> connections(ServiceName service, int director) {
        var row = services.get(service);
        return row == null ? null : row[director];
    }
}
