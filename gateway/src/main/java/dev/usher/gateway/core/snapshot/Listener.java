package dev.usher.gateway.core.snapshot;

import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.net.AccessList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is decided per listener. How it is bound, and its limits and timeouts, are settings it starts with.
///
/// @param routes tried in order; the first that matches wins
/// @param reachable who may connect at all: everybody that some cluster behind this listener admits; null when one
/// admits all
/// @param trustedProxies whose `X-Forwarded-For` and `Forwarded` are believed
/// @param token whether a token is demanded
/// @param forwardCredentials whether the credential goes on to the Director
public record Listener(
        ListenerName name,
        List<Route> routes,
        @Nullable AccessList reachable,
        AccessList trustedProxies,
        TokenDemand token,
        boolean forwardCredentials) {

    public Listener {
        routes = List.copyOf(routes);
    }

    /// Whether a listener asks for a token.
    public enum TokenDemand {
        /// Always, even where the cluster's tokens are off.
        REQUIRED,
        /// Never, even where the cluster's tokens are on.
        NOT_REQUIRED,
        /// As the cluster says.
        AS_CLUSTER
    }
}
