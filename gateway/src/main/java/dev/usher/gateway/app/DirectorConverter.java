package dev.usher.gateway.app;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a Director's name from the command line.
final class DirectorConverter implements ITypeConverter<DirectorName> {

    @Override
    public DirectorName convert(String value) {
        if (!Names.plain(value)) {
            throw new TypeConversionException(value + " (expected: " + Names.EXPECTED + ")");
        }
        return new DirectorName(value);
    }
}
