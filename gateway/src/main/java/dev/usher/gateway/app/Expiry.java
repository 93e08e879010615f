package dev.usher.gateway.app;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How long an access token is good.
enum Expiry {
    ONE_MONTH("1_month", Period.ofMonths(1)),
    THREE_MONTHS("3_months", Period.ofMonths(3)),
    ONE_YEAR("1_year", Period.ofYears(1)),
    UNLIMITED("unlimited", null);

    private final String text;
    private final @Nullable Period period;

    Expiry(String text, @Nullable Period period) {
        this.text = text;
        this.period = period;
    }

    /// When a token made `now` ends, by the calendar in UTC, or `unlimited`.
    String from(Instant now) {
        if (period == null) {
            return text;
        }
        var end = now.atZone(ZoneOffset.UTC).plus(period).truncatedTo(ChronoUnit.SECONDS);
        return end.toInstant().toString();
    }

    @Override
    public String toString() {
        return text;
    }

    /// Reads one from the command line.
    static final class Converter implements ITypeConverter<Expiry> {
        @Override
        public Expiry convert(String value) {
            return Arrays.stream(values())
                    .filter(expiry -> expiry.text.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(value + " (expected: "
                            + Arrays.stream(values()).map(Expiry::toString).collect(Collectors.joining(", ")) + ")"));
        }
    }
}
