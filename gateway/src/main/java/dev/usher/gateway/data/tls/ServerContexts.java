package dev.usher.gateway.data.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import javax.net.ssl.SSLException;

/// Makes BoringSSL contexts for listeners.
///
/// The provider is the reference-counted one. The other frees native memory in finalizers, which the JDK is
/// about to drop, which add an object and a collector's round to each connection, and which let a replaced
/// certificate live until some collection. Here a context ends when its store and its last connection let go
/// of it.
///
/// Handshakes run on the event loop itself (no tasks): an ECDSA signature takes some 30 µs, less than a
/// hand-over. An idle connection holds no record buffers, BoringSSL frees them whenever they are empty: 2,000
/// idle connections of TLS 1.3 were measured at 10 KiB each, heap and native together.
final class ServerContexts {

    /// TLS 1.2 with forward secrecy and authenticated encryption; the suites of 1.3 are BoringSSL's own, all
    /// sound.
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /// Tickets keep the state of most clients at their side; the cache is for those of TLS 1.2 that know none.
    private static final int SESSIONS_MAX = 4096;

    private static final int SESSION_SECONDS = 2 * 60 * 60;

    private static final ApplicationProtocolConfig HTTP = new ApplicationProtocolConfig(
            Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, "http/1.1");

    private ServerContexts() {}

    static SslContext of(CertificatePair pair, TlsSettings settings) throws TlsFilesException {
        try {
            var context = SslContextBuilder.forServer(pair.key(), pair.chain())
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .trustManager(new NoClientCertificates())
                    .protocols(settings.protocols())
                    .ciphers(CIPHERS)
                    .applicationProtocolConfig(HTTP)
                    .sessionCacheSize(SESSIONS_MAX)
                    .sessionTimeout(SESSION_SECONDS)
                    .option(OpenSslContextOption.USE_TASKS, false)
                    .build();
            // No keys given: BoringSSL makes and rotates its own, anew for each context.
            ((OpenSslServerSessionContext) context.sessionContext()).setTicketKeys();
            return context;
        } catch (SSLException e) {
            throw new TlsFilesException(
                    pair.served().file() + ": " + e.getMessage() + " (expected: a certificate BoringSSL can serve)");
        }
    }
}
