package dev.usher.gateway.app;

import dev.usher.gateway.core.config.GatewaySettings;
import dev.usher.gateway.data.pipeline.DataPlane;
import dev.usher.membership.time.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// How a gateway leaves without being noticed: not ready, answers that end their connections, no new connections,
/// what is in flight finishes, and only what passes the deadline is cut.
final class GatewayStop {

    private static final System.Logger LOG = System.getLogger(GatewayStop.class.getName());
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final GatewaySettings settings;
    private final DataPlane data;
    private final Entrances entrances;
    private final Timers timers;
    private volatile boolean begun;

    GatewayStop(GatewaySettings settings, DataPlane data, Entrances entrances, Timers timers) {
        this.settings = settings;
        this.data = data;
        this.entrances = entrances;
        this.timers = timers;
    }

    /// Whether it has begun, so that nobody should send anything new.
    boolean begun() {
        return begun;
    }

    /// Goes through all steps, and returns after the last one.
    void run() {
        begun = true;
        data.beginClosing();
        LOG.log(
                System.Logger.Level.INFO,
                "leaving: not ready, waiting {0} for balancers to see it",
                settings.readyDelay());
        pause(settings.readyDelay());
        entrances.stopListening();
        data.closeIdleDownstream();
        boolean finished = finished(settings.drainTimeout());
        int cut = finished ? 0 : data.cutAll().join();
        boolean disconnected = gone();
        LOG.log(
                System.Logger.Level.INFO,
                "left: {0} requests cut{1}",
                cut,
                disconnected ? "" : ", some connections still open");
    }

    private void pause(Duration time) {
        if (time.isPositive()) {
            var over = new CompletableFuture<Void>();
            timers.after(time, () -> over.complete(null));
            over.join();
        }
    }

    /// Whether nothing is in flight any more before `limit` is over.
    private boolean finished(Duration limit) {
        return becomesZero(data::inFlight, limit);
    }

    private boolean gone() {
        data.closeIdleDownstream();
        return becomesZero(data::connections, GRACE);
    }

    private boolean becomesZero(java.util.function.Supplier<CompletableFuture<Integer>> count, Duration limit) {
        var zero = new CompletableFuture<Void>();
        var watch = timers.every(
                LOOK,
                () -> count.get().thenAccept(number -> {
                    if (number == 0) {
                        zero.complete(null);
                    }
                }));
        try {
            zero.orTimeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS).join();
            return true;
        } catch (java.util.concurrent.CompletionException late) {
            return false;
        } finally {
            watch.cancel();
        }
    }
}
