package dev.usher.gateway.core.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The SHA-256 of a whole access token, as four longs: all that is ever kept of it. *Immutable.*
public record TokenDigest(long first, long second, long third, long fourth) {

    private static final String PREFIX = "sha256:";
    private static final Pattern TEXT = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    /// The digest whose 32 bytes are `bytes`.
    public static TokenDigest of(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("digest of " + bytes.length + " bytes (expected: 32)");
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new TokenDigest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /// Reads `sha256:` and 64 lower-case hexadecimal digits.
    ///
    /// @throws IllegalArgumentException when it is anything else
    public static TokenDigest parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "digest of " + text.length() + " characters (expected: sha256: and 64 lower-case hex digits)");
        }
        return of(HexFormat.of().parseHex(text, PREFIX.length(), text.length()));
    }

    /// `sha256:` and 64 lower-case hexadecimal digits, as the configuration has it.
    @Override
    public String toString() {
        var hex = HexFormat.of();
        return PREFIX
                + hex.toHexDigits(first)
                + hex.toHexDigits(second)
                + hex.toHexDigits(third)
                + hex.toHexDigits(fourth);
    }
}
