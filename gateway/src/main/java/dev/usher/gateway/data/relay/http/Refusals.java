package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.Cause;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// How a refusal looks in HTTP: a status, a problem document (RFC 9457), and when to come back.
public final class Refusals {

    private static final int RETRY_AFTER_SPREAD_SECONDS = 3;

    private Refusals() {}

    /// The status that goes with `cause`; 0 where the connection is closed without a reply.
    public static int status(Cause cause) {
        return switch (cause) {
            case BAD_REQUEST, PLAIN_HTTP_ON_TLS -> 400;
            case TOKEN_MISSING, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_REVOKED -> 401;
            case ACL_DENIED, TOKEN_SCOPE -> 403;
            case NO_ROUTE -> 404;
            case HEADER_TIMEOUT -> 408;
            case BODY_TOO_LARGE -> 413;
            case CONNECTION_LIMIT, SOURCE_LIMIT, RATE_LIMITED -> 429;
            case HEADER_TOO_LARGE -> 431;
            case DIRECTOR_CONNECT_FAILED, DIRECTOR_TLS_FAILED, DIRECTOR_RESET -> 502;
            case CLUSTER_DISABLED, NO_HEALTHY_DIRECTOR, OVERLOADED, NOT_READY, SHUTTING_DOWN -> 503;
            case DIRECTOR_TIMEOUT -> 504;
            case TLS_HANDSHAKE_FAILED, IDLE_TIMEOUT -> 0;
        };
    }

    /// The whole reply to a request that is refused.
    ///
    /// @param withBody false for HEAD, whose reply has the head only
    /// @param close whether the connection ends with it
    /// @param chance spreads the clients' return, any number
    static void write(Cause cause, boolean withBody, boolean close, int chance, ByteBuf out) {
        var body = Ascii.bytes(problem(cause));
        var head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status(cause))
                .append(' ')
                .append(title(status(cause)))
                .append("\r\nContent-Type: application/problem+json\r\nContent-Length: ")
                .append(body.length)
                .append("\r\nCache-Control: no-store\r\n");
        switch (status(cause)) {
            case 401 -> head.append("WWW-Authenticate: Bearer realm=\"usher\"\r\n");
            case 429, 503 ->
                head.append("Retry-After: ")
                        .append(1 + Math.floorMod(chance, RETRY_AFTER_SPREAD_SECONDS))
                        .append("\r\n");
            default -> {}
        }
        if (close) {
            head.append("Connection: close\r\n");
        }
        out.writeBytes(Ascii.bytes(head.append("\r\n").toString()));
        if (withBody) {
            out.writeBytes(body);
        }
    }

    /// The reply to plain HTTP on a port that speaks TLS.
    public static ByteBuf plainHttpOnTls(ByteBufAllocator allocator) {
        var out = allocator.directBuffer(512);
        write(Cause.PLAIN_HTTP_ON_TLS, true, true, 0, out);
        return out;
    }

    private static String problem(Cause cause) {
        int status = status(cause);
        return "{\"type\":\"about:blank\",\"title\":\"" + title(status) + "\",\"status\":" + status + ",\"code\":\""
                + cause.code() + "\",\"detail\":\"" + detail(cause) + "\"}\n";
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> throw new IllegalArgumentException("status " + status);
        };
    }

    private static String detail(Cause cause) {
        return switch (cause) {
            case BAD_REQUEST -> "The request breaks the rules of HTTP/1.1.";
            case PLAIN_HTTP_ON_TLS -> "This port speaks TLS: use https:// instead of http://.";
            case TOKEN_MISSING -> "Show an access token, for example as Authorization: Bearer.";
            case TOKEN_UNKNOWN -> "The access token is not known here.";
            case TOKEN_EXPIRED -> "The access token has expired.";
            case TOKEN_REVOKED -> "The access token was revoked.";
            case ACL_DENIED -> "The source address is not on the allow-list.";
            case TOKEN_SCOPE -> "The access token is not good for this listener or from this source address.";
            case NO_ROUTE -> "No route matches this host and path.";
            case HEADER_TIMEOUT -> "The request's head did not arrive in time.";
            case BODY_TOO_LARGE -> "The request's body is larger than this listener takes.";
            case CONNECTION_LIMIT -> "The listener has as many connections as it may.";
            case SOURCE_LIMIT -> "The source address has as many connections as it may.";
            case RATE_LIMITED -> "Too many requests.";
            case HEADER_TOO_LARGE -> "The request's head is larger than this listener takes.";
            case DIRECTOR_CONNECT_FAILED -> "No connection to a Director came about.";
            case DIRECTOR_TLS_FAILED -> "TLS with the Director was not agreed on.";
            case DIRECTOR_RESET -> "The Director broke off before it had answered.";
            case CLUSTER_DISABLED -> "The cluster is disabled.";
            case NO_HEALTHY_DIRECTOR -> "No Director of the cluster is healthy.";
            case OVERLOADED -> "The gateway or the Directors have as much as they can take.";
            case NOT_READY -> "The gateway does not know enough yet to judge this.";
            case SHUTTING_DOWN -> "The gateway is going away.";
            case DIRECTOR_TIMEOUT -> "The Director did not answer in time.";
            case TLS_HANDSHAKE_FAILED, IDLE_TIMEOUT -> throw new IllegalArgumentException(cause.code());
        };
    }
}
