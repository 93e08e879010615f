package dev.usher.gateway.control.roster;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.client.config.RoutingMode;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.JavaSerializationFilterConfig;
import dev.usher.membership.contract.Roster;
import java.util.Map;

/// How a Hazelcast client is set up: it waits for nobody, tries for ever, keeps few threads and reads no Java objects.
final class Client {

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.logging.type", "jdk"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            // A member that is gone is noticed by its connection, one that hangs by its silence.
            Map.entry("hazelcast.client.heartbeat.interval", "1000"),
            Map.entry("hazelcast.client.heartbeat.timeout", "5000"),
            Map.entry("hazelcast.client.invocation.timeout.seconds", "3"),
            // A few words each second need few hands.
            Map.entry("hazelcast.client.event.thread.count", "1"),
            Map.entry("hazelcast.client.response.thread.count", "1"),
            Map.entry("hazelcast.client.internal.executor.pool.size", "2"),
            Map.entry("hazelcast.client.io.input.thread.count", "1"),
            Map.entry("hazelcast.client.io.output.thread.count", "1"),
            Map.entry("hazelcast.client.event.queue.capacity", "1000"),
            Map.entry("hazelcast.client.max.concurrent.invocations", "100"));

    private static final int CONNECT_MILLIS = 2_000;

    private Client() {}

    static ClientConfig of(RosterTarget target) {
        var config = new ClientConfig();
        config.setClusterName(Roster.clusterName(target.cluster().value()));
        PROPERTIES.forEach(config::setProperty);
        config.getMetricsConfig().setEnabled(false);
        config.getNetworkConfig().setAddresses(target.addresses()).setConnectionTimeout(CONNECT_MILLIS);
        config.getNetworkConfig().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getClusterRoutingConfig().setRoutingMode(RoutingMode.ALL_MEMBERS);
        config.getConnectionStrategyConfig().setAsyncStart(true).setReconnectMode(ReconnectMode.ASYNC);
        config.getConnectionStrategyConfig()
                .getConnectionRetryConfig()
                .setClusterConnectTimeoutMillis(-1)
                .setInitialBackoffMillis(500)
                .setMaxBackoffMillis(5_000)
                .setMultiplier(2)
                .setJitter(0.2);
        config.getSerializationConfig().setJavaSerializationFilterConfig(nothing());
        return config;
    }

    /// Words are bytes. An empty list of what is allowed would allow everything, so it names what does not exist.
    private static JavaSerializationFilterConfig nothing() {
        return new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(new ClassFilter().addClasses("none"));
    }
}
