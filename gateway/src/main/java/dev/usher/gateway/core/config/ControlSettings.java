package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.nio.file.Path;

/// Where sidecars connect to, and by whom they are known.
///
/// @param authorityDir what makes the estate: its authorities, enrolment keys, epoch and revisions
public record ControlSettings(Endpoint address, CertificateFiles tls, Path authorityDir) {

    static ControlSettings read(Section section, Registry registry) {
        var address = section.value("address", Endpoint.EXPECTED, Endpoint::parse);
        var tls = section.section("tls", CertificateFiles::read);
        var authorityDir = section.path("authority_dir");
        registry.bind(section, "address", address.orNull());
        section.close();
        return new ControlSettings(address.get(), tls.get(), authorityDir.get());
    }
}
