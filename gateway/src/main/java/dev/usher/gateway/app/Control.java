package dev.usher.gateway.app;

import dev.usher.gateway.control.authority.Authority;
import dev.usher.gateway.control.channel.ControlChannel;
import dev.usher.gateway.control.channel.ControlSources;
import dev.usher.gateway.control.channel.Sight;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.ControlSettings;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.Observatory;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.core.snapshot.Snapshots;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens the channel to the sidecars, where the configuration asks for one.
///
/// @param observatory what the data plane sees
record Control(Configuration configuration, Fleet fleet, Snapshots snapshots, Observatory observatory, Ticker ticker) {

    /// The channel, or null where there is none.
    ///
    /// @throws UncheckedIOException naming what could not be used
    @Nullable
    ControlChannel open() {
        var settings = configuration.control();
        if (settings == null) {
            return null;
        }
        try {
            return ControlChannel.start(settings, sources(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(
                    "control.authority_dir: " + settings.authorityDir() + " (" + e.getMessage() + ")", e));
        }
    }

    private ControlSources sources(ControlSettings settings) throws IOException, GeneralSecurityException {
        var name = configuration.gateway().name();
        var authority = Authority.open(settings.authorityDir(), name, ticker, new SecureRandom());
        return new ControlSources(name, authority, fleet, configuration.clusters(), this::sights, ticker);
    }

    private Map<DirectorName, Sight> sights() {
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
