package dev.usher.benchmarks.scenario;

import dev.usher.benchmarks.load.Latencies;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One window of one candidate. *Immutable.*
///
/// `cpuMicros` is per request and 0 for what has no process of its own. `foreign` is the part of the proxy's core that
/// somebody else used. `latencies` are there in open-loop windows only.
record Sample(
        String candidate,
        Transport transport,
        int round,
        double perSecond,
        double cpuMicros,
        double proxyCore,
        double loadCore,
        double foreign,
        double stolen,
        @Nullable Latencies latencies) {

    /// Above this the load's core has nothing left, and throughput says how fast the load is.
    static final double SATURATED = 0.95;

    Sample with(Latencies latencies) {
        return new Sample(
                candidate, transport, round, perSecond, cpuMicros, proxyCore, loadCore, foreign, stolen, latencies);
    }

    JsonObject json() {
        var json = new JsonObject()
                .put("candidate", candidate)
                .put("transport", transport.name())
                .put("round", round)
                .put("requests_per_second", perSecond)
                .put("cpu_us_per_request", cpuMicros)
                .put("proxy_core_busy", proxyCore)
                .put("load_core_busy", loadCore)
                .put("proxy_core_foreign", foreign)
                .put("proxy_core_stolen", stolen);
        if (latencies != null) {
            json.put("p50_us", latencies.p50())
                    .put("p99_us", latencies.p99())
                    .put("p999_us", latencies.p999())
                    .put("max_us", latencies.max())
                    .put("generator_lag_p99_us", latencies.lagP99());
        }
        return json;
    }
}
