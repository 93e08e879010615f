package dev.usher.gateway.app;

import dev.usher.gateway.control.authority.Authority;
import dev.usher.gateway.control.channel.ControlChannel;
import dev.usher.gateway.control.channel.ControlSources;
import dev.usher.gateway.control.channel.Sight;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.Observatory;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.gateway.data.tls.CertificateFiles;
import dev.usher.gateway.data.tls.CertificateStore;
import dev.usher.gateway.data.tls.TlsFilesException;
import dev.usher.gateway.data.tls.TlsSettings;
import dev.usher.membership.mesh.Security;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The estate's authority and the channel to its sidecars, where the configuration asks for them. While the
/// store cannot say whose estate it is there is neither; it is asked again until it can.
///
/// *Thread-safe:* one monitor, which may be held while the store is asked; what there is can be seen without it.
final class Control implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Control.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Configuration configuration;
    private final @Nullable Keeping keeping;
    private final Ticker ticker;
    private final @Nullable CertificateStore certificates;
    private volatile @Nullable Authority authority;
    private volatile @Nullable ControlChannel channel;
    private Live.Served served;
    private String said = "";
    private boolean closed;

    private Control(
            Configuration configuration,
            @Nullable Keeping keeping,
            Ticker ticker,
            @Nullable CertificateStore certificates) {
        this.configuration = configuration;
        this.keeping = keeping;
        this.ticker = ticker;
        this.certificates = certificates;
        this.served = new Live.Served(configuration.clusters(), Set.of());
    }

    /// Asks the store for the estate, and reads the channel's certificate.
    ///
    /// @param keeping null where nothing is kept; then there is no channel either
    /// @throws TlsFilesException when the certificate cannot be served
    static Control of(Configuration configuration, @Nullable Keeping keeping, Ticker ticker) throws TlsFilesException {
        var settings = configuration.control();
        if (settings == null) {
            return new Control(configuration, keeping, ticker, null);
        }
        var files = new CertificateFiles(
                settings.tls().certificate(), settings.tls().key());
        var certificates = CertificateStore.open(new TlsSettings(List.of(files), "1.2"), SystemTime.INSTANTS);
        var control = new Control(configuration, keeping, ticker, certificates);
        control.found();
        return control;
    }

    /// How this gateway speaks with the sidecars of `cluster`; null while the estate's authority is not known.
    @Nullable
    Security security(ClusterSettings cluster) {
        var given = cluster.security();
        if (given != null) {
            return given;
        }
        var signer = authority;
        try {
            return signer == null ? null : new Security.Mesh(signer.gatewayKeys(cluster.name()));
        } catch (IOException | GeneralSecurityException e) {
            LOG.log(Level.WARNING, "no keys for the mesh of {0}: {1}", cluster.name(), e.getMessage());
            return null;
        }
    }

    /// The channel, or null where there is none, or none yet. Event loops ask, so it waits for nobody.
    @Nullable
    ControlChannel channel() {
        return channel;
    }

    /// Opens the channel, now or as soon as the store answers.
    ///
    /// @param observatory what the data plane sees
    /// @param opened called when that comes later than now
    /// @throws UncheckedIOException naming what could not be used
    void open(Fleet fleet, Snapshots snapshots, Observatory observatory, Timers timers, Runnable opened) {
        if (configuration.control() == null || keeping == null || opens(fleet, snapshots, observatory)) {
            return;
        }
        timers.after(
                AGAIN,
                () -> Thread.ofPlatform().daemon().name("control").start(() -> {
                    found();
                    open(fleet, snapshots, observatory, timers, opened);
                    if (channel() != null) {
                        opened.run();
                    }
                }));
    }

    private synchronized boolean opens(Fleet fleet, Snapshots snapshots, Observatory observatory) {
        var settings = Objects.requireNonNull(configuration.control());
        var signer = authority;
        if (closed || channel != null) {
            return true;
        }
        if (signer == null) {
            return false;
        }
        var name = configuration.gateway().name();
        try {
            channel = ControlChannel.start(
                    settings,
                    new ControlSources(
                            name, signer, fleet, served.clusters(), () -> sights(snapshots, observatory), ticker));
            serve(served);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void found() {
        if (authority != null || keeping == null) {
            return;
        }
        try {
            var name = configuration.gateway().name();
            authority = Authority.open(keeping.store(), keeping.seal(), name, ticker, new SecureRandom());
        } catch (IOException | GeneralSecurityException e) {
            var why = String.valueOf(e.getMessage());
            if (!why.equals(said)) {
                said = why;
                LOG.log(Level.WARNING, "no sidecar can connect until the store says whose estate it is: {0}", why);
            }
        }
    }

    /// From now on the sidecars of these may come.
    synchronized void serve(Live.Served next) {
        served = next;
        if (channel != null) {
            try {
                channel.serve(next.clusters(), next.alone());
            } catch (IOException | GeneralSecurityException e) {
                LOG.log(Level.WARNING, "sidecars are served as before: {0}", e.getMessage());
            }
        }
    }

    /// Has the channel's certificate renewed.
    void follow(Renewals renewals) {
        if (certificates != null) {
            renewals.add("control", certificates, this::renew);
        }
    }

    private void renew() throws IOException {
        var open = channel();
        if (open != null) {
            open.renewCertificate();
        }
    }

    /// Says goodbye to all sidecars.
    void stop() {
        ControlChannel open;
        synchronized (this) {
            closed = true;
            open = channel;
        }
        if (open != null) {
            open.stop();
        }
    }

    @Override
    public void close() {
        if (certificates != null) {
            certificates.close();
        }
    }

    private static Map<DirectorName, Sight> sights(Snapshots snapshots, Observatory observatory) {
        var picture = snapshots.current();
        var sights = new HashMap<DirectorName, Sight>();
        for (var status : observatory.directors()) {
            var cluster = picture.cluster(status.cluster());
            var director = cluster == null ? null : cluster.director(status.director());
            boolean withheld = director != null && director.standing() != Standing.OPEN;
            sights.put(status.director(), new Sight(status.inFlight(), withheld, status.healthy()));
        }
        return sights;
    }
}
