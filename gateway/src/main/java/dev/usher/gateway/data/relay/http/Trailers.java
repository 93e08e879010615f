package dev.usher.gateway.data.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Trailer fields between two chunked bodies (RFC 9110, 6.5).
final class Trailers {

    private Trailers() {}

    /// What of `trailer` may travel on: everything but fields that frame, route or authenticate.
    ///
    /// @return null when there is a line that is no field
    static byte @Nullable [] kept(byte[] trailer) {
        if (trailer.length == 0) {
            return trailer;
        }
        var head = new Head();
        var kept = Unpooled.buffer(trailer.length);
        head.reset();
        head.fill(Unpooled.wrappedBuffer(trailer), trailer.length);
        int at = 0;
        while (at < trailer.length) {
            head.fields = 0;
            int behind = HeadParser.field(head, at, trailer.length);
            if (behind <= 0) {
                return null;
            }
            keep(head, kept);
            at = behind;
        }
        return ByteBufUtil.getBytes(kept);
    }

    private static void keep(Head head, ByteBuf kept) {
        if (head.field[0] == Field.OTHER) {
            kept.writeBytes(head.bytes, head.lineStart[0], head.lineEnd[0] - head.lineStart[0]);
        }
    }
}
