package dev.usher.gateway.data.account;

import dev.usher.gateway.core.net.IpAddress;
import java.time.Instant;
import java.util.Arrays;

/// Bytes of ASCII that grow at their end. *Confined to one thread.*
final class LineBuffer {

    private static final String HEX = "0123456789abcdef";

    private byte[] bytes;
    private int length;
    private long secondWritten = Long.MIN_VALUE;
    private String secondText = "";

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    LineBuffer put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /// Writes `ascii`, which is known to be printable ASCII.
    LineBuffer put(String ascii) {
        int count = ascii.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
        return this;
    }

    /// Writes an address as its own text has it.
    LineBuffer put(IpAddress address) {
        if (!address.v4()) {
            return put(address.toString());
        }
        int bits = (int) address.low();
        put(bits >>> 24).put('.').put(bits >>> 16 & 0xff).put('.');
        return put(bits >>> 8 & 0xff).put('.').put(bits & 0xff);
    }

    LineBuffer put(long number) {
        if (number < 10 && number >= 0) {
            return put((char) ('0' + number));
        }
        return put(Long.toString(number));
    }

    /// Writes a duration in milliseconds with three decimals.
    LineBuffer putMillis(long nanos) {
        long micros = nanos / 1_000;
        return put(micros / 1_000).put('.').putThree((int) (micros % 1_000));
    }

    /// Writes a moment as `2026-11-22T12:00:00.123Z`.
    LineBuffer putTime(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1_000L);
        if (second != secondWritten) {
            var text = Instant.ofEpochSecond(second).toString();
            secondText = text.substring(0, text.length() - 1);
            secondWritten = second;
        }
        return put(secondText)
                .put('.')
                .putThree(Math.floorMod(epochMillis, 1_000))
                .put('Z');
    }

    private LineBuffer putThree(int number) {
        return put((char) ('0' + number / 100))
                .put((char) ('0' + number / 10 % 10))
                .put((char) ('0' + number % 10));
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, length * 2));
        }
    }

    /// Writes what a stranger sent: printable ASCII but `"` and `\` as it is, anything else by its number in the
    /// way of JSON, four hex digits behind a backslash and a `u`.
    ///
    /// @param blanks whether a space stays a space
    /// @param limit how many characters at most; three dots tell that there were more
    LineBuffer putForeign(String text, boolean blanks, int limit) {
        int end = Math.min(text.length(), limit);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean plain = c == ' ' ? blanks : c > ' ' && c < 0x7f && c != '"' && c != '\\';
            if (plain) {
                put(c);
            } else {
                putEscaped(c);
            }
        }
        return text.length() > limit ? put("...") : this;
    }

    private void putEscaped(char c) {
        put('\\').put('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX.charAt(c >>> shift & 0xf));
        }
    }
}
