package dev.usher.gateway.core.model;

import java.util.Base64;
import java.util.regex.Pattern;

/// An argon2id hash, as a PHC string `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`. Never shown. *Immutable.*
public final class PasswordHash {

    /// The rule in words, for messages.
    public static final String EXPECTED = "an argon2id hash as `usher password` prints it, " + Cost.EXPECTED;

    private static final Pattern TEXT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final int SALT_BYTES_MIN = 8;
    private static final int HASH_BYTES_MIN = 16;
    private static final int BYTES_MAX = 64;

    private final String text;
    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(String text, Cost cost, byte[] salt, byte[] hash) {
        this.text = text;
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /// What it takes to try a password: limited, as it is taken before anybody is known.
    public record Cost(int memoryKib, int passes, int lanes) {

        static final String EXPECTED =
                "m=8..131072 (at least 8 for each lane), t=1..10, p=1..4, m times t at most 1048576";

        /// What `usher password` takes: RFC 9106's choice where memory is scarce, with one lane as no lane runs at the
        /// same time as another here.
        public static final Cost USUAL = new Cost(64 << 10, 3, 1);

        private static final int MEMORY_MAX = 128 << 10;
        private static final int PASSES_MAX = 10;
        private static final int LANES_MAX = 4;
        private static final int LANE_MIN = 8;
        private static final int WORK_MAX = 1 << 20;

        /// What is thought to be the least for passwords of people, as memory times passes.
        private static final int WORK_ADVISED = 35 << 10;

        public Cost {
            boolean possible = lanes >= 1 && lanes <= LANES_MAX && passes >= 1 && passes <= PASSES_MAX;
            if (!possible || memoryKib < LANE_MIN * lanes || memoryKib > MEMORY_MAX || memoryKib * passes > WORK_MAX) {
                throw new IllegalArgumentException(
                        "m=" + memoryKib + ",t=" + passes + ",p=" + lanes + " (expected: " + EXPECTED + ")");
            }
        }

        /// Whether passwords are guessed too fast from a hash that costs this.
        public boolean weak() {
            return memoryKib * passes < WORK_ADVISED;
        }
    }

    public static PasswordHash of(Cost cost, byte[] salt, byte[] hash) {
        var base64 = Base64.getEncoder().withoutPadding();
        var parameters = "m=" + cost.memoryKib + ",t=" + cost.passes + ",p=" + cost.lanes;
        return parse(
                "$argon2id$v=19$" + parameters + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash));
    }

    /// Throws IllegalArgumentException when it is anything else.
    public static PasswordHash parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("hash of " + text.length() + " characters (expected: " + EXPECTED + ")");
        }
        var cost = new Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        var salt = Base64.getDecoder().decode(matcher.group(4));
        var hash = Base64.getDecoder().decode(matcher.group(5));
        if (salt.length < SALT_BYTES_MIN
                || hash.length < HASH_BYTES_MIN
                || Math.max(salt.length, hash.length) > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "salt of " + salt.length + " and hash of " + hash.length + " bytes (expected: 8..64 and 16..64)");
        }
        return new PasswordHash(text, cost, salt, hash);
    }

    public Cost cost() {
        return cost;
    }

    public byte[] salt() {
        return salt.clone();
    }

    public byte[] hash() {
        return hash.clone();
    }

    /// The PHC string.
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && that.text.equals(text);
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
