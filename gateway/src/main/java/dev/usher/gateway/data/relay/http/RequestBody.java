package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;

/// The body of the request that a connection is at: how far it is, and what of it is still worth reading.
/// *Confined to one event loop.*
final class RequestBody {

    /// A refused request whose body has no more than this to come is read to its end, and the connection stays.
    private static final long DRAINED_BYTES_MAX = 64 * 1024;

    private Body body = Body.ofLength(0);
    private boolean announced;

    /// The body that `request` announces.
    void begin(Head request) {
        body = request.chunked ? Body.ofChunks() : Body.ofLength(Math.max(0, request.contentLength));
        announced = request.expectContinue;
    }

    /// The body of a request that was not understood, whose end nobody knows.
    void beginUnknown() {
        body = Body.untilClose();
    }

    /// Moves what `in` has of it to `out`.
    Body.Progress relay(ByteBuf in, Outgoing out) {
        return body.relay(in, out);
    }

    /// Whether nothing more is to come.
    boolean whole() {
        return body.remaining() == 0;
    }

    /// Whether the rest is so little that reading it costs less than a new connection would. A client that waits
    /// for `100 Continue` may send it or not.
    boolean worthReading() {
        return body.remaining() <= DRAINED_BYTES_MAX && !announced;
    }

    /// How many bytes of it came so far.
    long bytes() {
        return body.bytes();
    }
}
