package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.model.ClusterName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what happens at one listener.
///
/// *Thread-safe:* adders, and maps: one that is never changed, one that grows by the clusters which routes name.
public final class ListenerMeters {

    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder handshakesOk = new LongAdder();
    private final LongAdder handshakesFailed = new LongAdder();
    private final EnumMap<Cause, LongAdder> refused = new EnumMap<>(Cause.class);
    private final ExchangeMeters unrouted = new ExchangeMeters();
    private final ConcurrentHashMap<ClusterName, ExchangeMeters> byCluster = new ConcurrentHashMap<>();

    ListenerMeters() {
        for (var cause : Cause.values()) {
            refused.put(cause, new LongAdder());
        }
    }

    /// The kernel handed over a connection, whatever becomes of it.
    public void connectionOpened() {
        opened.increment();
    }

    /// That connection is gone.
    public void connectionClosed() {
        closed.increment();
    }

    /// A connection or a request was refused or ended early. A request that got a status for it is counted by
    /// [ExchangeMeters#finished] as well.
    public void refused(Cause cause) {
        count(cause).increment();
    }

    /// A TLS handshake ended.
    public void handshake(boolean ok) {
        (ok ? handshakesOk : handshakesFailed).increment();
    }

    /// Where exchanges with `cluster` are counted; the same instance each time.
    public ExchangeMeters to(ClusterName cluster) {
        return byCluster.computeIfAbsent(cluster, _ -> new ExchangeMeters());
    }

    /// Where requests are counted that ended before it was known where they want to go: their cluster is empty.
    public ExchangeMeters unrouted() {
        return unrouted;
    }

    long connections() {
        return opened.sum();
    }

    /// Closings are read first: what opens and closes in between must not make this negative.
    long connectionsNow() {
        long gone = closed.sum();
        return Math.max(0, opened.sum() - gone);
    }

    long refusals(Cause cause) {
        return count(cause).sum();
    }

    private LongAdder count(Cause cause) {
        return Objects.requireNonNull(refused.get(cause));
    }

    long handshakes(boolean ok) {
        return (ok ? handshakesOk : handshakesFailed).sum();
    }

    Map<ClusterName, ExchangeMeters> clusters() {
        return byCluster;
    }
}
