package dev.usher.gateway.data.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// Key files of older forms (`BEGIN RSA PRIVATE KEY`, `BEGIN EC PRIVATE KEY`), by Bouncy Castle. Stands apart
/// so that the library is loaded only for those who need it.
final class OlderKeys {

    private static final String EXPECTED = " (expected: PEM, BEGIN PRIVATE KEY, without a passphrase)";

    private OlderKeys() {}

    /// The first key of `text` as PKCS #8.
    static byte[] pkcs8(Path file, String text) throws TlsFilesException {
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var found = parser.readObject(); found != null; found = parser.readObject()) {
                switch (found) {
                    case PEMKeyPair pair -> {
                        return pair.getPrivateKeyInfo().getEncoded();
                    }
                    case PrivateKeyInfo info -> {
                        return info.getEncoded();
                    }
                    case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ ->
                        throw new TlsFilesException(file + ": the key is encrypted" + EXPECTED);
                    default -> {
                        // Certificates and curve parameters may stand before the key.
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new TlsFilesException(file + ": the key cannot be read" + EXPECTED);
        }
        throw new TlsFilesException(file + ": no key in it" + EXPECTED);
    }
}
