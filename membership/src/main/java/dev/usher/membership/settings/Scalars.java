package dev.usher.membership.settings;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/// Durations, sizes and instants from text, and back. All throw IllegalArgumentException, or the JDK's
/// DateTimeException and ArithmeticException, where the text is none.
public final class Scalars {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB)");

    private Scalars() {}

    /// Parses `500ms`, `30s`, `5m`, `1h`, `2d`.
    public static Duration duration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no duration");
        }
        var amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /// Writes a duration as an operator would: in the largest unit that keeps it whole.
    public static String words(Duration duration) {
        var millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        var seconds = millis / 1000;
        if (seconds % 60 != 0 || seconds == 0) {
            return seconds + "s";
        }
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }

    /// Parses `512B`, `32KiB`, `64MiB`, `2GiB` to bytes.
    public static long size(String text) {
        var matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no size");
        }
        var amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "B" -> amount;
            case "KiB" -> Math.multiplyExact(amount, 1L << 10);
            case "MiB" -> Math.multiplyExact(amount, 1L << 20);
            default -> Math.multiplyExact(amount, 1L << 30);
        };
    }

    /// Writes a size in the largest unit that keeps it whole.
    public static String words(long bytes) {
        if (bytes == 0 || bytes % 1024 != 0) {
            return bytes + "B";
        }
        var kib = bytes / 1024;
        if (kib % 1024 != 0) {
            return kib + "KiB";
        }
        var mib = kib / 1024;
        return mib % 1024 == 0 ? mib / 1024 + "GiB" : mib + "MiB";
    }

    /// Parses `2027-02-22T00:00:00Z`, with an offset too.
    public static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
