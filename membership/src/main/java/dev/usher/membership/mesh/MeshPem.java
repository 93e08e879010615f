package dev.usher.membership.mesh;

import dev.usher.membership.time.Ticker;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes keys of the texts of a configuration, and tells all that is wrong with them at once.
///
/// @param keys null where there are mistakes
public record MeshPem(@Nullable MeshKeys keys, List<Mistake> mistakes) {

    private static final int RSA_BITS_MIN = 2048;
    private static final int EC_BITS_MIN = 256;

    public MeshPem {
        mistakes = List.copyOf(mistakes);
    }

    /// @param key under which the text stands: `certificate`, `private_key` or `ca`
    public record Mistake(String key, String problem) {}

    /// The same by the machine's clock.
    public static MeshPem read(String certificate, String privateKey, @Nullable String ca) {
        return read(certificate, privateKey, ca, Ticker.system());
    }

    /// @param ca null when all parties share the key
    public static MeshPem read(String certificate, String privateKey, @Nullable String ca, Ticker ticker) {
        var mistakes = new ArrayList<Mistake>();
        var chain = parsed("certificate", certificate, Pem::certificates, mistakes);
        var key = parsed("private_key", privateKey, Pem::privateKey, mistakes);
        var authorities = ca == null ? null : parsed("ca", ca, Pem::certificates, mistakes);
        if (chain == null || key == null || ca != null && authorities == null) {
            return new MeshPem(null, mistakes);
        }
        var leaf = chain.getFirst();
        var now = Date.from(Instant.ofEpochMilli(ticker.epochMillis()));
        checkValidity("certificate", leaf, now, mistakes);
        checkStrength(leaf, mistakes);
        checkOrder(chain, now, mistakes);
        if (!Signer.belongs(key, leaf.getPublicKey())) {
            mistakes.add(new Mistake("private_key", "of another certificate (expected: the one that belongs to it)"));
        }
        if (authorities == null) {
            return done(MeshKeys.shared(chain, key), mistakes);
        }
        if (authorities.size() > 1) {
            mistakes.add(new Mistake("ca", authorities.size() + " certificates (expected: one)"));
        }
        var authority = authorities.getFirst();
        checkValidity("ca", authority, now, mistakes);
        checkIssuer(leaf, authority, mistakes);
        return done(MeshKeys.issued(chain, key, authority), mistakes);
    }

    /// Keys of texts that were found good before; whether they still are valid is not asked.
    ///
    /// @param ca null when all parties share the key
    /// @throws IllegalArgumentException when they cannot be read
    public static MeshKeys keys(String certificate, String privateKey, @Nullable String ca) {
        var chain = Pem.certificates(certificate);
        var key = Pem.privateKey(privateKey);
        return ca == null
                ? MeshKeys.shared(chain, key)
                : MeshKeys.issued(chain, key, Pem.certificates(ca).getFirst());
    }

    private static MeshPem done(MeshKeys keys, List<Mistake> mistakes) {
        return new MeshPem(mistakes.isEmpty() ? keys : null, mistakes);
    }

    private static <T> @Nullable T parsed(String key, String text, Function<String, T> parser, List<Mistake> mistakes) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            mistakes.add(new Mistake(key, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static void checkValidity(String key, X509Certificate certificate, Date now, List<Mistake> mistakes) {
        try {
            certificate.checkValidity(now);
        } catch (CertificateException _) {
            mistakes.add(new Mistake(
                    key,
                    "valid from " + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant() + " (expected: valid now)"));
        }
    }

    /// Each certificate is signed by the next one.
    private static void checkOrder(List<X509Certificate> chain, Date now, List<Mistake> mistakes) {
        for (int i = 1; i < chain.size(); i++) {
            checkValidity("certificate", chain.get(i), now, mistakes);
            if (!Signer.signed(chain.get(i), chain.get(i - 1))) {
                mistakes.add(new Mistake(
                        "certificate",
                        "certificate " + (i + 1) + " of " + chain.size()
                                + " did not sign the one before it (expected: the"
                                + " cluster's own first, each signed by the next)"));
            }
        }
    }

    private static void checkStrength(X509Certificate certificate, List<Mistake> mistakes) {
        var problem = switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa when rsa.getModulus().bitLength() >= RSA_BITS_MIN -> null;
            case RSAPublicKey rsa -> "RSA with " + rsa.getModulus().bitLength() + " bits";
            case ECPublicKey ec when ec.getParams().getCurve().getField().getFieldSize() >= EC_BITS_MIN -> null;
            case ECPublicKey ec ->
                "EC with " + ec.getParams().getCurve().getField().getFieldSize() + " bits";
            default -> certificate.getPublicKey().getAlgorithm();
        };
        if (problem != null) {
            mistakes.add(new Mistake(
                    "certificate",
                    "a key of " + problem + " (expected: EC of at least " + EC_BITS_MIN + " bits, RSA of at least "
                            + RSA_BITS_MIN + ")"));
        }
    }

    private static void checkIssuer(X509Certificate leaf, X509Certificate authority, List<Mistake> mistakes) {
        if (!Signer.signed(authority, leaf)) {
            mistakes.add(
                    new Mistake("certificate", "not signed by ca (expected: signed by it, without others between)"));
        } else if (MeshName.of(leaf) == null) {
            mistakes.add(new Mistake(
                    "certificate",
                    "names nobody of the mesh (expected: one URI usher://CLUSTER/director/NAME or"
                            + " usher://CLUSTER/gateway/NAME among its alternative names, as there is a ca)"));
        }
    }
}
