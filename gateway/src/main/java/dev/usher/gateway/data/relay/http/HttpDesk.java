package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.data.load.Lease;

/// What the relay asks of whoever knows the order of the stages. All calls come on the connection's event loop.
public interface HttpDesk {

    /// Whose forwarding fields are believed on this listener.
    AccessList trustedProxies(Accepted accepted);

    /// Judges one request: route, the cluster's allow-list, the token.
    ///
    /// @param source the address that is judged
    /// @param request valid during the call only
    /// @param shown valid during the call only
    Verdict<Authenticated> judge(Admitted admitted, IpAddress source, Head request, Credential shown);

    /// Finds a Director and a connection with it; answers now or later with [HttpExchange#connected] or
    /// [HttpExchange#refused].
    void assign(HttpExchange exchange);

    /// Whether an exchange that its Director failed may be tried again; a yes takes a retry out of the budget.
    boolean mayRetry(HttpExchange exchange);

    /// A Director broke a connection.
    void directorFailed(Lease lease, String reason);

    /// An exchange is over; whatever is to be counted or logged of it is asked of it now.
    void closed(HttpExchange exchange);

    /// A connection ended that never carried a request, as its time was up.
    void silent(Admitted admitted);

    /// A downstream connection closed.
    void disconnected(Admitted admitted);

    /// Whether the gateway is going away, so that connections should not be kept.
    boolean closing();
}
