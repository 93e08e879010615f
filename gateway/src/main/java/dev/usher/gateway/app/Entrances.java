package dev.usher.gateway.app;

import dev.usher.gateway.core.config.ListenerSettings;
import dev.usher.gateway.core.config.TlsSettings.MinVersion;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.data.ingress.Ingress;
import dev.usher.gateway.data.pipeline.DataPlane;
import dev.usher.gateway.data.pipeline.DataPlane.HttpEntrance;
import dev.usher.gateway.data.relay.http.HttpSettings;
import dev.usher.gateway.data.tls.CertificateFiles;
import dev.usher.gateway.data.tls.CertificateStore;
import dev.usher.gateway.data.tls.TlsFilesException;
import dev.usher.gateway.data.tls.TlsSettings;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The listeners of a gateway: their certificates, bound or not. *Thread-safe* once it listens.
final class Entrances implements AutoCloseable {

    private final List<ListenerSettings> settings;
    private final Map<ListenerName, CertificateStore> stores;
    private final DataPlane data;
    private final Map<ListenerName, Ingress> bound = new LinkedHashMap<>();
    private volatile boolean listening;

    private Entrances(List<ListenerSettings> settings, Map<ListenerName, CertificateStore> stores, DataPlane data) {
        this.settings = settings;
        this.stores = stores;
        this.data = data;
    }

    /// Reads all certificates, and binds nothing yet.
    ///
    /// @throws TlsFilesException with what is wrong with them
    static Entrances open(List<ListenerSettings> settings, DataPlane data) throws TlsFilesException {
        var stores = new LinkedHashMap<ListenerName, CertificateStore>();
        for (var listener : settings) {
            var tls = listener.tls();
            if (tls != null) {
                stores.put(listener.name(), CertificateStore.open(tlsSettings(tls), SystemTime.INSTANTS));
            }
        }
        return new Entrances(settings, stores, data);
    }

    private static TlsSettings tlsSettings(dev.usher.gateway.core.config.TlsSettings tls) {
        var files = tls.certificates().stream()
                .map(pair -> new CertificateFiles(pair.certificate(), pair.key()))
                .toList();
        return new TlsSettings(files, tls.minVersion() == MinVersion.TLS_1_3 ? "1.3" : "1.2");
    }

    /// Binds all listeners.
    ///
    /// @throws UncheckedIOException naming the listener that could not be bound
    void listen() {
        for (var listener : settings) {
            try {
                bound.put(listener.name(), data.listen(entrance(listener)).join());
            } catch (CompletionException failed) {
                var cause = failed.getCause() == null ? failed : failed.getCause();
                throw new UncheckedIOException(new java.io.IOException(
                        "listener " + listener.name() + ": " + listener.address() + " (" + cause.getMessage() + ")",
                        cause));
            }
        }
        listening = true;
    }

    private HttpEntrance entrance(ListenerSettings listener) {
        var limits = listener.limits();
        var timeouts = listener.timeouts();
        return new HttpEntrance(
                listener.name(),
                new InetSocketAddress(
                        listener.address().host(), listener.address().port()),
                new Ingress.Limits(limits.connections(), limits.connectionsPerSource()),
                stores.get(listener.name()),
                timeouts.handshake(),
                timeouts.connect(),
                new HttpSettings(
                        limits.headerBytes(),
                        limits.bodyBytes(),
                        timeouts.header(),
                        timeouts.idle(),
                        timeouts.response()),
                listener.forwardCredentials());
    }

    /// Whether all listeners are bound and none was closed.
    boolean bound() {
        return listening;
    }

    /// The port of a listener that is bound, or null.
    @Nullable
    Integer port(ListenerName name) {
        var ingress = bound.get(name);
        return ingress == null ? null : ingress.port();
    }

    /// Has the certificates of all listeners renewed.
    void follow(Renewals renewals) {
        stores.forEach((name, store) -> renewals.add("listener " + name, store, () -> {}));
    }

    /// Stops listening; connections stay.
    void stopListening() {
        listening = false;
        new ArrayList<>(bound.values()).forEach(ingress -> ingress.close().join());
    }

    @Override
    public void close() {
        stores.values().forEach(CertificateStore::close);
    }

    @Override
    public String toString() {
        return settings.stream()
                .map(listener -> listener.name() + " on " + listener.address())
                .collect(Collectors.joining(", "));
    }
}
