package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.Lease;
import dev.usher.gateway.data.relay.http.Http1Upstream;
import dev.usher.gateway.data.relay.http.HttpExchange;
import dev.usher.gateway.data.upstream.Connection;
import dev.usher.gateway.data.upstream.Connections;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Finds a Director and a connection for an exchange, trying the next Director where one cannot be reached.
///
/// *Confined to one event loop.*
final class Assignment implements Connections.Dialled<Http1Upstream> {

    private final Lane lane;
    private final Shared shared;
    private final Duration connectTimeout;
    private final HttpExchange exchange;
    private @Nullable Lease lease;
    private @Nullable Cause failure;

    private Assignment(Lane lane, Shared shared, Duration connectTimeout, HttpExchange exchange) {
        this.lane = lane;
        this.shared = shared;
        this.connectTimeout = connectTimeout;
        this.exchange = exchange;
    }

    /// Gives `exchange` a connection, or refuses it.
    ///
    /// @param connectTimeout how long each Director may take to accept a connection
    static void find(Lane lane, Shared shared, Duration connectTimeout, HttpExchange exchange) {
        new Assignment(lane, shared, connectTimeout, exchange).next();
    }

    private void next() {
        var routed = exchange.who().routed();
        var cluster = lane.cluster(routed.cluster());
        if (cluster == null) {
            exchange.refused(Cause.CLUSTER_DISABLED);
            return;
        }
        var load = cluster.load();
        if (exchange.tried() == 0) {
            load.budget().request();
        }
        int index = lane.picker().pick(load, exchange.tried());
        if (index < 0) {
            exchange.refused(nobody(load.unknown()));
            return;
        }
        exchange.tried(index);
        var connections = cluster.connections(routed.service(), index);
        if (connections == null) {
            next();
            return;
        }
        lease = Lease.open(load.load(index));
        var connection = connections.take();
        if (connection != null) {
            exchange.connected(connection.handler(), lease);
        } else {
            connections.dial(connectTimeout, this);
        }
    }

    private Cause nobody(boolean unknown) {
        if (failure != null) {
            return failure;
        }
        if (exchange.tried() != 0) {
            return Cause.DIRECTOR_RESET;
        }
        return unknown ? Cause.NOT_READY : Cause.NO_HEALTHY_DIRECTOR;
    }

    @Override
    public void connected(Connection<Http1Upstream> connection) {
        connection.handler().home(connection::release);
        exchange.connected(connection.handler(), seat());
    }

    @Override
    public void failed(String reason, boolean full) {
        var seat = seat();
        seat.close(!full);
        lease = null;
        if (full) {
            failure = failure == null ? Cause.OVERLOADED : failure;
        } else {
            failure = Cause.DIRECTOR_CONNECT_FAILED;
            exchange.story().failedToConnect(seat.director(), reason);
            eject(seat.director(), reason);
            if (!lane.mayRetry(exchange)) {
                exchange.refused(failure);
                return;
            }
        }
        next();
    }

    private void eject(DirectorLoad director, String reason) {
        if (director.eject(reason, shared.ticker().nanos())) {
            shared.ejected().accept(director);
        }
    }

    private Lease seat() {
        if (lease == null) {
            throw new IllegalStateException("no seat was taken");
        }
        return lease;
    }
}
