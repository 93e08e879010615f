package dev.usher.gateway.core.exchange;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// How an exchange, or a connection that never became one, ended: one line in the book.
///
/// What is null was not known or did not apply when it ended.
///
/// @param atMillis when it began, milliseconds since the epoch
/// @param source the address that was judged
/// @param peer the address at the other end of the socket
/// @param token the name of the token that let it in
/// @param path without its query, which may hold what nobody should log
/// @param protocol as in `HTTP/1.1`, with ` TLS` behind it where there was TLS
/// @param status the HTTP status that was sent; 0 when none was
/// @param cause why it was refused or ended early; null when all went well
/// @param detail words for people that go with the cause
/// @param bytesIn bytes of request body that were relayed
/// @param bytesOut bytes of response body that were relayed
/// @param retries how often it was tried again on another Director
/// @param timings how long each part took
public record Closed(
        long atMillis,
        ListenerName listener,
        IpAddress source,
        IpAddress peer,
        @Nullable ClusterName cluster,
        @Nullable ServiceName service,
        @Nullable DirectorName director,
        @Nullable TokenName token,
        @Nullable String requestId,
        @Nullable String method,
        @Nullable String path,
        String protocol,
        int status,
        @Nullable Cause cause,
        @Nullable String detail,
        long bytesIn,
        long bytesOut,
        int retries,
        Timings timings) {

    /// How long each stage took, in nanoseconds; -1 for a stage that was not reached.
    ///
    /// @param judgeNanos from the whole head to the verdict of route, allow-list and token
    /// @param connectNanos from the verdict to a connection with a Director, retries included
    /// @param waitNanos from there to the first byte of the response
    /// @param totalNanos from the first byte of the request to the last of the response
    public record Timings(long judgeNanos, long connectNanos, long waitNanos, long totalNanos) {

        /// Nothing was reached.
        public static final Timings NONE = new Timings(-1, -1, -1, -1);
    }
}
