package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import dev.usher.gateway.core.exchange.Closed.Timings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.IpAddress;

/// Ends of exchanges to be written down.
final class Samples {

    static final long NOON = 1_795_348_800_123L;

    private static final ListenerName AGENTS = new ListenerName("agents");
    private static final IpAddress SOURCE = IpAddress.v4(0xc0000201);

    private Samples() {}

    static Closed served(String path, String requestId) {
        return new Closed(
                NOON,
                AGENTS,
                SOURCE,
                SOURCE,
                new ClusterName("eu-west"),
                new ServiceName("http"),
                new DirectorName("director-1"),
                new TokenName("branch-office"),
                requestId,
                "POST",
                path,
                "HTTP/1.1 TLS",
                200,
                null,
                null,
                1024,
                17,
                0,
                new Timings(10_000, 200_999, 900_000, 1_200_000));
    }

    /// A connection that never became an exchange.
    static Closed knocked(long atMillis, Cause cause) {
        return new Closed(
                atMillis,
                AGENTS,
                SOURCE,
                SOURCE,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "TCP",
                0,
                cause,
                null,
                0,
                0,
                0,
                Timings.NONE);
    }

    /// A request that was refused before it had a cluster, through a proxy.
    static Closed refused() {
        return new Closed(
                NOON,
                AGENTS,
                SOURCE,
                IpAddress.v4(0x0a000001),
                null,
                null,
                null,
                null,
                null,
                "GET",
                "/nowhere",
                "HTTP/1.1",
                404,
                Cause.NO_ROUTE,
                "no route of agents matches",
                0,
                0,
                0,
                new Timings(5_000, -1, -1, 20_000));
    }
}
