package dev.usher.membership.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A certificate and its key, made once by the JDK's own tool.
final class Certificates {

    private static final char[] PASSWORD = "for-a-test".toCharArray();
    private static final KeyStore STORE = made();

    private Certificates() {}

    static List<X509Certificate> chain() throws Exception {
        return List.of((X509Certificate) STORE.getCertificate("it"));
    }

    static PrivateKey key() throws Exception {
        return (PrivateKey) STORE.getKey("it", PASSWORD);
    }

    private static KeyStore made() {
        try {
            var folder = Files.createTempDirectory("certificates");
            var file = folder.resolve("it.p12");
            var tool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            var process = new ProcessBuilder(List.of(
                            tool,
                            "-genkeypair",
                            "-alias",
                            "it",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=it",
                            "-storepass",
                            new String(PASSWORD),
                            "-keystore",
                            file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool did not make a key");
            }
            var store = KeyStore.getInstance(file.toFile(), PASSWORD);
            Files.delete(file);
            Files.delete(folder);
            return store;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
