package dev.usher.gateway.app;

import dev.usher.membership.settings.Scalars;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a duration from the command line.
final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        try {
            return Scalars.duration(value);
        } catch (IllegalArgumentException | ArithmeticException _) {
            throw new TypeConversionException(value + " (expected: a duration such as 500ms, 60s or 5m)");
        }
    }
}
