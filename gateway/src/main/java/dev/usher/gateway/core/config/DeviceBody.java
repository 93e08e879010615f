package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import dev.usher.membership.settings.Section;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A Device as somebody sends it: all of a new one, or what shall be different of one that is there. What was not given
/// is null.
///
/// @param assigns whether anything was said about where it is assigned to, be it to nothing
public record DeviceBody(
        @Nullable String name,
        @Nullable String type,
        boolean assigns,
        @Nullable DirectorName director,
        @Nullable ClusterName cluster) {

    private static final Pattern TYPE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._/+-]{0,63}");
    private static final String TYPE_EXPECTED =
            "1 to 64 letters, digits, spaces, '.', '_', '/', '+' or '-', the first one a letter or digit";

    /// Reads a new one.
    public static DeviceBody create(Section section) {
        var name = section.value("name", Names.EXPECTED, DeviceBody::plain).orNull();
        return read(
                section,
                name,
                section.value("type", TYPE_EXPECTED, DeviceBody::type).orNull());
    }

    /// Reads what shall be different.
    public static DeviceBody update(Section section) {
        var name = section.optional("name", Names.EXPECTED, DeviceBody::plain);
        return read(section, name, section.optional("type", TYPE_EXPECTED, DeviceBody::type));
    }

    private static DeviceBody read(Section section, @Nullable String name, @Nullable String type) {
        boolean directs = section.mentions("director");
        boolean groups = section.mentions("cluster");
        var director = section.optional("director", Names.EXPECTED, DirectorName::new);
        var cluster = section.optional("cluster", Names.EXPECTED, ClusterName::new);
        section.close();
        return new DeviceBody(name, type, directs || groups, director, cluster);
    }

    private static String plain(String text) {
        if (!Names.plain(text)) {
            throw new IllegalArgumentException("no name");
        }
        return text;
    }

    private static String type(String text) {
        if (!TYPE.matcher(text).matches()) {
            throw new IllegalArgumentException("no type");
        }
        return text;
    }
}
