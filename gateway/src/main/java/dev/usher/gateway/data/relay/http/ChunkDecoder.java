package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Takes the chunked coding off a body (RFC 9112, 7.1), as strictly as [HeadParser] reads heads.
///
/// Chunk extensions, each of limited length, are dropped. Data is handed on as it comes, whole chunks are never waited
/// for.
/// *Confined to one event loop.*
final class ChunkDecoder {

    private static final int SIZE_DIGITS_MAX = 15;
    private static final int EXTENSION_BYTES_MAX = 1024;
    private static final int TRAILER_BYTES_MAX = 8 * 1024;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LF,
        DONE,
        BAD
    }

    private State state = State.SIZE;
    private int digits;
    private long remaining;
    private int extensionBytes;
    private byte[] trailer = new byte[0];
    private int trailerBytes;
    private int lineBytes;

    /// Decodes what `in` has and hands the data to `out`; stops behind the last byte of the body.
    ///
    /// @return whether more is needed, the body is whole, or it breaks the rules
    Body.Progress decode(ByteBuf in, Outgoing out) {
        while (in.isReadable() && state != State.DONE && state != State.BAD) {
            if (state == State.DATA) {
                data(in, out);
            } else {
                state = step(in.readByte());
            }
        }
        return switch (state) {
            case DONE -> Body.Progress.WHOLE;
            case BAD -> Body.Progress.BROKEN;
            case SIZE, EXTENSION, SIZE_LF, DATA, DATA_CR, DATA_LF, TRAILER, TRAILER_LF -> Body.Progress.MORE;
        };
    }

    /// The trailer fields, each with its line's end; empty when there are none. Only whole once the body is.
    byte[] trailer() {
        return Arrays.copyOf(trailer, Math.max(0, trailerBytes - 2));
    }

    private void data(ByteBuf in, Outgoing out) {
        int now = (int) Math.min(remaining, in.readableBytes());
        out.body(in, now);
        remaining -= now;
        if (remaining == 0) {
            state = State.DATA_CR;
        }
    }

    private State step(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> b != '\n' ? State.BAD : afterSize();
            case DATA_CR -> b == '\r' ? State.DATA_LF : State.BAD;
            case DATA_LF -> b == '\n' ? State.SIZE : State.BAD;
            case TRAILER, TRAILER_LF -> trailerByte(b);
            case DATA, DONE, BAD -> throw new IllegalStateException(state.name());
        };
    }

    private State size(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            digits++;
            remaining = remaining << 4 | digit;
            return digits > SIZE_DIGITS_MAX ? State.BAD : State.SIZE;
        }
        if (digits == 0) {
            return State.BAD;
        }
        return switch (b) {
            case '\r' -> State.SIZE_LF;
            case ';' -> State.EXTENSION;
            default -> State.BAD;
        };
    }

    private State extension(byte b) {
        if (b == '\r') {
            return State.SIZE_LF;
        }
        return Ascii.value(b) && ++extensionBytes <= EXTENSION_BYTES_MAX ? State.EXTENSION : State.BAD;
    }

    private State afterSize() {
        digits = 0;
        extensionBytes = 0;
        return remaining == 0 ? State.TRAILER : State.DATA;
    }

    private State trailerByte(byte b) {
        if (trailerBytes == TRAILER_BYTES_MAX) {
            return State.BAD;
        }
        if (trailerBytes == trailer.length) {
            trailer = Arrays.copyOf(trailer, Math.max(64, trailer.length * 2));
        }
        trailer[trailerBytes++] = b;
        if (state == State.TRAILER_LF) {
            boolean empty = lineBytes == 0;
            lineBytes = 0;
            return b != '\n' ? State.BAD : empty ? State.DONE : State.TRAILER;
        }
        if (b == '\r') {
            return State.TRAILER_LF;
        }
        lineBytes++;
        return Ascii.value(b) ? State.TRAILER : State.BAD;
    }
}
