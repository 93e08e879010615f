package dev.usher.gateway.core.exchange;

import java.util.Locale;

/// Why something was refused or ended early: the stable codes that logs, metrics, `explain` and replies share.
///
/// How a cause looks on the wire is decided once per protocol, in the relays.
public enum Cause {
    /// The request breaks its protocol's rules.
    BAD_REQUEST,
    /// Plain HTTP came in on a port that speaks TLS.
    PLAIN_HTTP_ON_TLS,
    /// The cluster asks for a token and none was shown.
    TOKEN_MISSING,
    /// The token shown is none that the cluster knows.
    TOKEN_UNKNOWN,
    /// The token's time is over.
    TOKEN_EXPIRED,
    /// The token was taken back.
    TOKEN_REVOKED,
    /// No rule of the allow-list covers the source address.
    ACL_DENIED,
    /// The token is good, but not for this listener or from this source address.
    TOKEN_SCOPE,
    /// No route of the listener matches.
    NO_ROUTE,
    /// The request's head did not arrive in time.
    HEADER_TIMEOUT,
    /// The body is larger than the listener takes.
    BODY_TOO_LARGE,
    /// The listener is full.
    CONNECTION_LIMIT,
    /// This source address has as many connections as it may.
    SOURCE_LIMIT,
    /// Too much at once from this source or token.
    RATE_LIMITED,
    /// The request's head is larger than the listener takes.
    HEADER_TOO_LARGE,
    /// No connection to a Director came about.
    DIRECTOR_CONNECT_FAILED,
    /// TLS to the Director was not agreed on.
    DIRECTOR_TLS_FAILED,
    /// The Director broke off, answered nonsense, or was judged down while it had the request.
    DIRECTOR_RESET,
    /// The cluster is disabled.
    CLUSTER_DISABLED,
    /// No Director of the cluster is fit to take the request.
    NO_HEALTHY_DIRECTOR,
    /// A limit of the gateway or of a Director is reached.
    OVERLOADED,
    /// The gateway does not know enough yet to judge.
    NOT_READY,
    /// The gateway is going away.
    SHUTTING_DOWN,
    /// The Director did not answer in time.
    DIRECTOR_TIMEOUT,
    /// The TLS handshake failed.
    TLS_HANDSHAKE_FAILED,
    /// Nothing happened on the connection for too long.
    IDLE_TIMEOUT;

    private final String code = name().toLowerCase(Locale.ROOT);

    /// The code as it is written everywhere, as in `token_expired`.
    public String code() {
        return code;
    }
}
