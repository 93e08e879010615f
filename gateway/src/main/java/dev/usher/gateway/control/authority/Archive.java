package dev.usher.gateway.control.authority;

import dev.usher.gateway.control.store.Broken;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where an authority's rows lie: issuers with their keys sealed, and calls that wait for the store.
/// *Thread-safe. Everything blocks.*
record Archive(Store store, Seal seal) {

    /// Something that is done in a transaction, and may have to be done again.
    interface Work<R extends Records, T> {
        T in(R rows) throws GeneralSecurityException;
    }

    private static final String CERTIFICATE_BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String CERTIFICATE_END = "\n-----END CERTIFICATE-----\n";

    <T> T read(Work<Records, T> look) throws IOException, GeneralSecurityException {
        return wait(store.read(within(look)));
    }

    <T> T keep(Work<Notes, T> work) throws IOException, GeneralSecurityException {
        return wait(store.keep(within(work)));
    }

    @Nullable
    Issuer issuer(Records records, String name) throws GeneralSecurityException {
        var row = records.authority(name).orElse(null);
        if (row == null) {
            return null;
        }
        var key = new PKCS8EncodedKeySpec(seal.unseal(purpose(name), row.sealedKey()));
        return new Issuer(
                (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(row.certificate().getBytes(StandardCharsets.US_ASCII))),
                KeyFactory.getInstance("EC").generatePrivate(key));
    }

    void put(Notes notes, String name, Issuer issuer) throws GeneralSecurityException {
        var key = seal.seal(purpose(name), issuer.key().getEncoded());
        notes.put(new Estate.AuthorityRow(name, pem(issuer.certificate()), key));
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return CERTIFICATE_BEGIN + lines + CERTIFICATE_END;
    }

    private static String purpose(String authority) {
        return "authority/" + authority + "/private_key";
    }

    private static <R extends Records, T> Function<R, T> within(Work<R, T> work) {
        return rows -> {
            try {
                return work.in(rows);
            } catch (GeneralSecurityException e) {
                throw new CompletionException(e);
            }
        };
    }

    private static <T> T wait(CompletableFuture<T> call) throws IOException, GeneralSecurityException {
        try {
            return call.join();
        } catch (CompletionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof GeneralSecurityException security) {
                    throw security;
                }
                if (cause instanceof StoreUnavailable
                        || cause instanceof Broken
                        || cause instanceof IllegalStateException) {
                    throw new IOException(cause.getMessage(), cause);
                }
            }
            throw e;
        }
    }
}
