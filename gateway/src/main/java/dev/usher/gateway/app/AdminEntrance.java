package dev.usher.gateway.app;

import dev.usher.gateway.control.api.AdminServer;
import dev.usher.gateway.control.api.ApiSources;
import dev.usher.gateway.control.api.Binding;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.data.tls.CertificateFiles;
import dev.usher.gateway.data.tls.CertificateStore;
import dev.usher.gateway.data.tls.TlsFilesException;
import dev.usher.gateway.data.tls.TlsSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where operators and scrapers come: the addresses, the certificate and the event loop of the management API.
/// *Confined to one thread,* but for the renewal of the certificate.
final class AdminEntrance implements AutoCloseable {

    private final Vertx vertx = EventLoops.management();
    private final Binding admin;
    private final @Nullable Binding metrics;
    private final @Nullable CertificateStore certificates;
    private volatile @Nullable AdminServer server;

    private AdminEntrance(Binding admin, @Nullable Binding metrics, @Nullable CertificateStore certificates) {
        this.admin = admin;
        this.metrics = metrics;
        this.certificates = certificates;
    }

    /// Reads the certificate, and binds nothing yet.
    ///
    /// @throws TlsFilesException with what is wrong with it
    static AdminEntrance of(Configuration configuration) throws TlsFilesException {
        var address = configuration.admin().address();
        var scraped = configuration.metrics();
        var metrics = scraped == null ? null : Binding.plain(scraped.host(), scraped.port());
        var tls = configuration.admin().tls();
        if (tls == null) {
            return new AdminEntrance(Binding.plain(address.host(), address.port()), metrics, null);
        }
        var files = new CertificateFiles(tls.certificate(), tls.key());
        var certificates = CertificateStore.open(new TlsSettings(List.of(files), "1.2"), SystemTime.INSTANTS);
        var binding = new Binding(address.host(), address.port(), new Binding.Tls(tls.certificate(), tls.key()));
        return new AdminEntrance(binding, metrics, certificates);
    }

    /// Listens. Blocks until it does.
    void open(ApiSources sources) {
        server = AdminServer.start(vertx, admin, metrics, sources).await();
    }

    /// The port of the management API; 0 while it does not listen.
    int port() {
        var open = server;
        return open == null ? 0 : open.port();
    }

    /// Has the certificate renewed.
    void follow(Renewals renewals) {
        if (certificates != null) {
            renewals.add("admin", certificates, this::renew);
        }
    }

    private void renew() throws IOException {
        var open = server;
        if (open != null) {
            open.renewCertificate();
        }
    }

    /// Closes every connection, and returns once that is done.
    void stop() {
        var open = server;
        if (open != null) {
            open.stop().await();
        }
    }

    @Override
    public void close() {
        if (certificates != null) {
            certificates.close();
        }
        vertx.close().await();
    }
}
