package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.membership.settings.Section;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Director as somebody sends it: all of a new one, or what shall be different of one that is there. What was not
/// given is null.
public record DirectorBody(
        @Nullable DirectorName name,
        ClusterSettings.@Nullable Type type,
        @Nullable String address,
        @Nullable Integer port,
        @Nullable Map<ServiceName, Integer> services,
        @Nullable Boolean enabled) {

    /// Reads a new one.
    public static DirectorBody create(Section section) {
        var name = section.value("name", Names.EXPECTED, DirectorName::new).orNull();
        return read(
                section,
                name,
                section.choice("type", ClusterSettings.Type.class).orNull());
    }

    /// Reads what shall be different.
    public static DirectorBody update(Section section) {
        var name = section.optional("name", Names.EXPECTED, DirectorName::new);
        return read(section, name, section.optionalChoice("type", ClusterSettings.Type.class));
    }

    private static DirectorBody read(
            Section section, @Nullable DirectorName name, ClusterSettings.@Nullable Type type) {
        var address = section.optional("address", Hosts.EXPECTED, Hosts::parse);
        var port = ClusterBody.whole(section, "port", DirectorSettings.PORT_MAX - 1);
        var services = section.has("services")
                ? section.section("services", DirectorSettings::readServices).orNull()
                : null;
        var enabled = ClusterBody.given(section, "enabled");
        section.close();
        return new DirectorBody(name, type, address, port, services, enabled);
    }
}
