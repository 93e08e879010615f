package dev.usher.gateway.app;

import dev.usher.gateway.control.authority.Authority;
import dev.usher.gateway.control.channel.ControlChannel;
import dev.usher.gateway.control.channel.ControlSources;
import dev.usher.gateway.control.channel.Sight;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.ControlSettings;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The estate's authority and the channel to its sidecars, where the configuration asks for them.
///
/// @param authority null where there is none
/// @param certificates of the channel, known to be a pair; null where there is none
record Control(
        Configuration configuration,
        @Nullable Authority authority,
        @Nullable CertificateStore certificates,
        Ticker ticker)
        implements AutoCloseable {

    /// Opens the authority's folder, and reads the channel's certificate.
    ///
    /// @throws UncheckedIOException naming what could not be used
    /// @throws TlsFilesException when the certificate cannot be served
    static Control of(Configuration configuration, Ticker ticker) throws TlsFilesException {
        var settings = configuration.control();
        if (settings == null) {
            return new Control(configuration, null, null, ticker);
        }
        var files = new CertificateFiles(
                settings.tls().certificate(), settings.tls().key());
        var certificates = CertificateStore.open(new TlsSettings(List.of(files), "1.2"), SystemTime.INSTANTS);
        try {
            var name = configuration.gateway().name();
            var authority = Authority.open(settings.authorityDir(), name, ticker, new SecureRandom());
            return new Control(configuration, authority, certificates, ticker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw unusable(settings, e);
        }
    }

    /// How this gateway speaks with the sidecars of `cluster`.
    Security security(ClusterSettings cluster) {
        var given = cluster.security();
        if (given != null) {
            return given;
        }
        try {
            return new Security.Mesh(Objects.requireNonNull(authority).gatewayKeys(cluster.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw unusable(Objects.requireNonNull(configuration.control()), e);
        }
    }

    /// Opens the channel, or gives null where there is none.
    ///
    /// @param observatory what the data plane sees
    /// @throws UncheckedIOException naming what could not be used
    @Nullable
    ControlChannel open(Fleet fleet, Snapshots snapshots, Observatory observatory) {
        var settings = configuration.control();
        if (settings == null || authority == null) {
            return null;
        }
        try {
            var name = configuration.gateway().name();
            return ControlChannel.start(
                    settings,
                    new ControlSources(
                            name,
                            authority,
                            fleet,
                            configuration.clusters(),
                            () -> sights(snapshots, observatory),
                            ticker));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw unusable(settings, e);
        }
    }

    /// Has the channel's certificate renewed.
    ///
    /// @param use what takes it into use
    void follow(Renewals renewals, Renewals.Use use) {
        if (certificates != null) {
            renewals.add("control", certificates, use);
        }
    }

    @Override
    public void close() {
        if (certificates != null) {
            certificates.close();
        }
    }

    private static UncheckedIOException unusable(ControlSettings settings, GeneralSecurityException problem) {
        return new UncheckedIOException(new IOException(
                "control.authority_dir: " + settings.authorityDir() + " (" + problem.getMessage() + ")", problem));
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
