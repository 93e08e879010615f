package dev.usher.gateway.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The reference files in `config/`.
final class ConfigFiles {

    static final Path FOLDER = Path.of("..", "config");

    private ConfigFiles() {}

    /// Puts files where the reference configuration says that certificates are; reading it asks only whether they are
    /// there.
    static void fillCertificates(Path folder) throws IOException {
        var certs = Files.createDirectories(folder.resolve("certs"));
        Files.writeString(certs.resolve("gateway.crt"), "certificate");
        Files.writeString(certs.resolve("gateway.key"), "key");
        var secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("store-password"), "password");
        Files.writeString(secrets.resolve("store-key"), "0123456789abcdef".repeat(4));
    }
}
