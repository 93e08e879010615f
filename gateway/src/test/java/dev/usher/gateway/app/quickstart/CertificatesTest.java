package dev.usher.gateway.app.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificatesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void theGatewaysCertificateIsSignedByTheAuthorityForThisMachine() throws Exception {
        var made = Certificates.make(NOW, new SecureRandom());

        var chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(made.chain().getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();

        chain.getFirst().verify(made.authorityCertificate().getPublicKey());
        assertThat(chain).hasSize(2).last().isEqualTo(made.authorityCertificate());
        assertThat(chain.getFirst().getSubjectAlternativeNames())
                .map(name -> (Object) name.getLast())
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(chain.getFirst().getNotBefore()).isBefore(NOW);
        assertThat(chain.getFirst().getBasicConstraints()).isEqualTo(-1);
        assertThat(made.authorityCertificate().getBasicConstraints()).isZero();
        assertThat(made.key()).startsWith("-----BEGIN PRIVATE KEY-----");
    }
}
