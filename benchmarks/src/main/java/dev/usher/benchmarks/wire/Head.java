package dev.usher.benchmarks.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// Looks into the head of a message that lies in a buffer. *Stateless.*
final class Head {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);

    private Head() {}

    /// The length of the head at the reader index with its empty line, or -1 while it is not all there.
    static int length(ByteBuf in) {
        var start = in.readerIndex();
        var at = start;
        while (true) {
            var end = ByteBufUtil.indexOf(in, at, in.writerIndex(), (byte) '\n');
            if (end < 0) {
                return -1;
            }
            if (end - at <= 1) {
                return end + 1 - start;
            }
            at = end + 1;
        }
    }

    /// The body's length as the head of `length` bytes at the reader index tells it; 0 where it says nothing.
    static long bodyLength(ByteBuf in, int length) {
        var end = in.readerIndex() + length;
        var at = in.readerIndex();
        while (at < end) {
            if (startsWith(in, at, end, CONTENT_LENGTH)) {
                return number(in, at + CONTENT_LENGTH.length, end);
            }
            if (startsWith(in, at, end, TRANSFER_ENCODING)) {
                throw new IllegalArgumentException("transfer-encoding: present (expected: content-length)");
            }
            at = ByteBufUtil.indexOf(in, at, end, (byte) '\n') + 1;
        }
        return 0;
    }

    private static boolean startsWith(ByteBuf in, int at, int end, byte[] name) {
        if (end - at < name.length || (in.getByte(at) | 0x20) != name[0]) {
            return false;
        }
        for (var index = 0; index < name.length; index++) {
            if ((in.getByte(at + index) | 0x20) != (name[index] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static long number(ByteBuf in, int from, int end) {
        var value = 0L;
        for (var at = from; at < end; at++) {
            var digit = in.getByte(at);
            if (digit >= '0' && digit <= '9') {
                value = value * 10 + (digit - '0');
            } else if (digit == '\r') {
                break;
            }
        }
        return value;
    }
}
