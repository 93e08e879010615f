package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The body of one message as it comes in: where it ends, and how far it is. *Confined to one event loop.*
final class Body {

    /// How far a body is.
    enum Progress {
        /// More of it has to come.
        MORE,
        /// It is whole.
        WHOLE,
        /// It breaks the rules of its framing.
        BROKEN
    }

    private enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final Framing framing;
    private final @Nullable ChunkDecoder chunks;
    private long remaining;
    private long relayed;

    private Body(Framing framing, long remaining) {
        this.framing = framing;
        this.remaining = remaining;
        this.chunks = framing == Framing.CHUNKED ? new ChunkDecoder() : null;
    }

    /// A body of `bytes` bytes, which may be 0.
    static Body ofLength(long bytes) {
        return new Body(Framing.LENGTH, bytes);
    }

    /// A body in the chunked coding.
    static Body ofChunks() {
        return new Body(Framing.CHUNKED, 0);
    }

    /// A body that ends with its connection.
    static Body untilClose() {
        return new Body(Framing.UNTIL_CLOSE, 0);
    }

    /// Moves what `in` has of this body to `out`, and its end when it is whole.
    Progress relay(ByteBuf in, Outgoing out) {
        long before = in.readableBytes();
        var progress = switch (framing) {
            case LENGTH -> length(in, out);
            case CHUNKED -> chunked(in, out);
            case UNTIL_CLOSE -> {
                out.body(in, in.readableBytes());
                yield Progress.MORE;
            }
        };
        relayed += before - in.readableBytes();
        return progress == Progress.WHOLE ? end(out) : progress;
    }

    private Progress end(Outgoing out) {
        var trailer = chunks == null ? Outgoing.NO_TRAILER : Trailers.kept(chunks.trailer());
        if (trailer == null) {
            return Progress.BROKEN;
        }
        out.bodyEnd(trailer);
        return Progress.WHOLE;
    }

    /// Whether a close of the connection ends this body as it should.
    boolean endsWithConnection() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /// Whether nobody knew its length beforehand.
    boolean unknownLength() {
        return framing != Framing.LENGTH;
    }

    /// How many bytes came in so far, framing included.
    long bytes() {
        return relayed;
    }

    /// How many bytes are still to come, or [Long#MAX_VALUE] when that is not known.
    long remaining() {
        return framing == Framing.LENGTH ? remaining : Long.MAX_VALUE;
    }

    private Progress length(ByteBuf in, Outgoing out) {
        int now = (int) Math.min(remaining, in.readableBytes());
        if (now > 0) {
            out.body(in, now);
            remaining -= now;
        }
        return remaining == 0 ? Progress.WHOLE : Progress.MORE;
    }

    private Progress chunked(ByteBuf in, Outgoing out) {
        return chunks == null ? Progress.BROKEN : chunks.decode(in, out);
    }
}
