package dev.usher.gateway.data.tls;

import java.nio.file.Path;

/// Where a certificate and its key stand.
///
/// @param certificate PEM: the certificate, then those that lead to its authority
/// @param key PEM: the private key without a passphrase
public record CertificateFiles(Path certificate, Path key) {}
