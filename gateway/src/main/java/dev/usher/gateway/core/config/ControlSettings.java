package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;

/// Where sidecars connect to. By what they are known, the store keeps.
public record ControlSettings(Endpoint address, CertificateFiles tls) {

    static ControlSettings read(Section section, Registry registry) {
        var address = section.value("address", Endpoint.EXPECTED, Endpoint::parse);
        var tls = section.section("tls", CertificateFiles::read);
        registry.bind(section, "address", address.orNull());
        section.close();
        return new ControlSettings(address.get(), tls.get());
    }
}
