package dev.usher.gateway.core.model;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/// The text of an access token: what an Agent shows, and what is shown to an operator once. *Immutable.*
///
/// It is `usher_`, 43 base62 characters that hold 256 random bits, and 6 base62 characters that hold the CRC-32 of what
/// stands before them. So scanners for leaked secrets recognise it, a typing mistake is told from an unknown token
/// without asking anybody, and its 55 bytes are one block of SHA-256: one more would double the work of each request.
public final class TokenValue {

    /// What every token begins with.
    public static final String PREFIX = "usher_";

    /// How many characters, all ASCII, a token has.
    public static final int LENGTH = 55;

    private static final int SECRET_BYTES = 32;
    private static final int SECRET_CHARACTERS = 43;
    private static final int CHECKED = PREFIX.length() + SECRET_CHARACTERS;
    private static final int CHECKSUM_CHARACTERS = LENGTH - CHECKED;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(DIGITS.length());

    private final String text;

    private TokenValue(String text) {
        this.text = text;
    }

    /// A new one; `random` must be fit for secrets.
    public static TokenValue generate(RandomGenerator random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        var checked = PREFIX + base62(new BigInteger(1, secret), SECRET_CHARACTERS);
        return new TokenValue(checked + base62(BigInteger.valueOf(checksum(checked)), CHECKSUM_CHARACTERS));
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException, without the text, when it has another form or its checksum is wrong
    public static TokenValue parse(String text) {
        if (!wellFormed(text)) {
            throw new IllegalArgumentException(
                    "token of " + text.length() + " characters (expected: " + PREFIX + "… of " + LENGTH + ")");
        }
        return new TokenValue(text);
    }

    /// Whether `text` has the form of a token and its checksum is right.
    public static boolean wellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            if (DIGITS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        var checksum = BigInteger.valueOf(checksum(text.substring(0, CHECKED)));
        return text.endsWith(base62(checksum, CHECKSUM_CHARACTERS));
    }

    /// What is kept of it: the SHA-256 of its whole text.
    public TokenDigest digest() {
        try {
            return TokenDigest.of(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The text itself; never for a log, a metric or a URL.
    public String reveal() {
        return text;
    }

    /// Fixed width, filled up with `0` from the left.
    private static String base62(BigInteger number, int width) {
        var characters = new char[width];
        var rest = number;
        for (int i = width - 1; i >= 0; i--) {
            var parts = rest.divideAndRemainder(RADIX);
            characters[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(characters);
    }

    private static long checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenValue value && value.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(not shown)";
    }
}
