package dev.usher.gateway.data.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What is known of a certificate that is being served.
///
/// @param file where it was read from
/// @param names the host names it is good for, lower case, wildcards as `*.example.com`
public record ServedCertificate(Path file, List<String> names, Instant notBefore, Instant notAfter) {

    public ServedCertificate {
        names = List.copyOf(names);
    }
}
