package dev.usher.gateway.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// An IPv4 or IPv6 address as two longs, IPv4 as its IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2).
///
/// So `::ffff:192.0.2.1` and `192.0.2.1` are one address. *Immutable.*
public record IpAddress(long high, long low) implements Comparable<IpAddress> {

    private static final long MAPPED = 0xffffL << 32;

    /// The IPv4 address whose 32 bits are `bits`.
    public static IpAddress v4(int bits) {
        return new IpAddress(0, MAPPED | Integer.toUnsignedLong(bits));
    }

    /// The address of a socket or a name look-up.
    public static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    /// The address whose bytes, 4 or 16 in network order, are `bytes`.
    public static IpAddress of(byte[] bytes) {
        if (bytes.length == 4) {
            return v4((int) bits(bytes, 0, 4));
        }
        if (bytes.length == 16) {
            return new IpAddress(bits(bytes, 0, 8), bits(bytes, 8, 8));
        }
        throw new IllegalArgumentException("address of " + bytes.length + " bytes (expected: 4 or 16)");
    }

    /// Whether this is an IPv4 address, mapped or not.
    public boolean v4() {
        return high == 0 && (low >>> 32) == 0xffff;
    }

    /// Orders addresses as unsigned 128-bit numbers.
    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /// This address for the JDK's socket calls.
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] bytes() {
        var bytes = new byte[v4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) ((fromEnd < 8 ? low : high) >>> ((fromEnd % 8) * 8));
        }
        return bytes;
    }

    private static long bits(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 8 | (bytes[i] & 0xff);
        }
        return bits;
    }

    /// The usual text: dotted quad for IPv4, the canonical form of RFC 5952 for IPv6.
    @Override
    public String toString() {
        return v4() ? dotted() : colons();
    }

    private String dotted() {
        return (low >>> 24 & 0xff) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
    }

    private String colons() {
        var text = new StringBuilder(39);
        int gap = longestGap();
        int gapEnd = gap < 0 ? -1 : gap + zerosFrom(gap);
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                text.append("::");
                i = gapEnd - 1;
                continue;
            }
            if (i > 0 && i != gapEnd) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    /// Where the first of the longest runs of two or more zero groups starts, or -1.
    private int longestGap() {
        int longest = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int zeros = zerosFrom(i);
            if (zeros > length) {
                longest = i;
                length = zeros;
            }
        }
        return longest;
    }

    private int zerosFrom(int from) {
        int end = from;
        while (end < 8 && group(end) == 0) {
            end++;
        }
        return end - from;
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> ((3 - index % 4) * 16)) & 0xffff;
    }
}
