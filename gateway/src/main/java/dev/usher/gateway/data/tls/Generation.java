package dev.usher.gateway.data.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All certificates of a listener as they were read at one time, and which of them serves which name.
///
/// *Immutable,* but for its contexts' reference counts.
final class Generation {

    private final List<SslContext> contexts = new ArrayList<>();
    private final Map<String, SslContext> byName = new HashMap<>();
    private final List<ServedCertificate> served = new ArrayList<>();

    private Generation() {}

    /// Reads, checks and makes everything, or says all that is wrong and keeps nothing.
    static Generation load(TlsSettings settings) throws TlsFilesException {
        var generation = new Generation();
        var problems = new ArrayList<String>();
        for (var files : settings.certificates()) {
            try {
                var pair = CertificatePair.load(files);
                generation.add(pair.served(), ServerContexts.of(pair, settings));
            } catch (TlsFilesException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            generation.release();
            throw new TlsFilesException(problems);
        }
        return generation;
    }

    private void add(ServedCertificate certificate, SslContext context) {
        contexts.add(context);
        served.add(certificate);
        certificate.names().forEach(name -> byName.putIfAbsent(name, context));
    }

    boolean single() {
        return contexts.size() == 1;
    }

    List<ServedCertificate> served() {
        return List.copyOf(served);
    }

    /// The context for `host`: that of the first certificate with this very name, else with a wildcard in
    /// place of its first label, else the first of all.
    SslContext choose(@Nullable String host) {
        if (host == null || single()) {
            return contexts.getFirst();
        }
        var exact = byName.get(host);
        if (exact != null) {
            return exact;
        }
        int dot = host.indexOf('.');
        var wildcard = dot > 0 ? byName.get("*" + host.substring(dot)) : null;
        return wildcard != null ? wildcard : contexts.getFirst();
    }

    /// Lets go of the contexts; each lives on until its last connection is closed.
    void release() {
        contexts.forEach(ReferenceCountUtil::release);
    }
}
