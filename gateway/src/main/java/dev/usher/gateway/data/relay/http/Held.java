package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// Bytes that came and cannot be used yet: part of a head, or requests behind one that is being answered.
///
/// Bounded by whoever reads: not more than a head and what one read brings. *Confined to one event loop.*
final class Held {

    private @Nullable ByteBuf bytes;

    /// What is held, or null.
    @Nullable
    ByteBuf bytes() {
        return bytes;
    }

    boolean empty() {
        return bytes == null;
    }

    /// Holds what is left of `in`, which stays the caller's to release.
    void hold(ByteBuf in, Channel channel) {
        bytes = in.refCnt() == 1 && in.writableBytes() > in.readableBytes()
                ? in.retain()
                : channel.alloc()
                        .directBuffer(Math.max(512, in.readableBytes() * 2))
                        .writeBytes(in);
    }

    /// Holds `in` behind what is held already; it stays the caller's to release.
    void join(ByteBuf in, Channel channel) {
        var before = bytes;
        if (before == null) {
            hold(in, channel);
        } else if (before.writableBytes() >= in.readableBytes()) {
            before.writeBytes(in);
        } else {
            int room = (before.readableBytes() + in.readableBytes()) * 2;
            bytes = channel.alloc().directBuffer(room).writeBytes(before).writeBytes(in);
            before.release();
        }
    }

    void drop() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
