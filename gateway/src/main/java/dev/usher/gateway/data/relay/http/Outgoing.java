package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is about to leave on one leg: heads and bodies, framed anew, small pieces gathered into one buffer.
///
/// A head with a small body leaves as one write, and so as one TLS record; large pieces are passed on uncopied.
/// *Confined to one event loop.*
final class Outgoing {

    static final byte[] NO_TRAILER = {};

    /// Pieces up to this size are copied to join their neighbours.
    private static final int COPIED_MAX = 8 * 1024;

    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n");
    private static final byte[] LINE_END = Ascii.bytes("\r\n");

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf gathered;
    private @Nullable ArrayDeque<ByteBuf> before;
    private boolean chunked;

    Outgoing(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Whether bodies leave in the chunked coding from now on.
    void chunked(boolean on) {
        chunked = on;
    }

    /// The buffer that heads are written to.
    ///
    /// @param bytes how much room is wanted
    ByteBuf head(int bytes) {
        return room(bytes);
    }

    /// Takes `count` bytes of body from `in`.
    void body(ByteBuf in, int count) {
        if (count == 0) {
            return;
        }
        if (chunked) {
            hex(room(16), count);
        }
        if (count <= COPIED_MAX) {
            room(count + 2).writeBytes(in, count);
        } else {
            seal();
            pieces().add(in.readRetainedSlice(count));
        }
        if (chunked) {
            room(2).writeBytes(LINE_END);
        }
    }

    /// Ends the body.
    ///
    /// @param trailer trailer fields, each with its line's end
    void bodyEnd(byte[] trailer) {
        if (chunked) {
            room(5 + trailer.length).writeBytes(LAST_CHUNK).writeBytes(trailer).writeBytes(LINE_END);
        }
    }

    /// Whether there is nothing to send.
    boolean empty() {
        return gathered == null && before == null;
    }

    /// A second reference to all that waits to be sent, when it is one small piece; null otherwise.
    @Nullable
    ByteBuf copy() {
        return before == null && gathered != null ? gathered.retainedDuplicate() : null;
    }

    /// Puts back what [#copy()] gave, in place of what waits.
    void restore(ByteBuf copy) {
        release();
        gathered = copy;
    }

    /// Writes everything to `channel`, without flushing.
    void send(Channel channel) {
        if (before != null) {
            for (var piece = before.poll(); piece != null; piece = before.poll()) {
                channel.write(piece, channel.voidPromise());
            }
            before = null;
        }
        if (gathered != null) {
            channel.write(gathered, channel.voidPromise());
            gathered = null;
        }
    }

    /// Drops everything.
    void release() {
        if (before != null) {
            before.forEach(ByteBuf::release);
            before = null;
        }
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private ByteBuf room(int bytes) {
        if (gathered != null && gathered.writableBytes() >= bytes) {
            return gathered;
        }
        seal();
        gathered = allocator.directBuffer(Math.max(bytes, 256));
        return gathered;
    }

    private void seal() {
        if (gathered != null) {
            pieces().add(gathered);
            gathered = null;
        }
    }

    private ArrayDeque<ByteBuf> pieces() {
        if (before == null) {
            before = new ArrayDeque<>(4);
        }
        return before;
    }

    private static void hex(ByteBuf out, int number) {
        int shift = 28;
        while (shift > 0 && number >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            out.writeByte(Character.forDigit(number >>> shift & 0xf, 16));
        }
        out.writeBytes(LINE_END);
    }

    /// Writes a decimal number without making a string of it.
    static void decimal(ByteBuf out, long number, byte[] scratch) {
        int at = scratch.length;
        long rest = number;
        do {
            scratch[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        out.writeBytes(scratch, at, scratch.length - at);
    }

    @Override
    public String toString() {
        return "Outgoing" + Arrays.asList(before, gathered);
    }
}
