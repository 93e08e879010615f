package dev.usher.gateway.app;

import dev.usher.gateway.core.model.Names;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a name from the command line.
final class PlainName implements ITypeConverter<String> {

    @Override
    public String convert(String value) {
        if (!Names.plain(value)) {
            throw new TypeConversionException(value + " (expected: " + Names.EXPECTED + ")");
        }
        return value;
    }
}
