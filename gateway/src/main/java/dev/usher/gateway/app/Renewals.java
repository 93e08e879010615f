package dev.usher.gateway.app;

import dev.usher.gateway.data.account.Meters;
import dev.usher.gateway.data.tls.CertificateStore;
import dev.usher.gateway.data.tls.TlsFilesException;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The certificates of everything that sidecars and Agents connect to: read again soon after their files have changed.
/// What cannot be used changes nothing, and is logged. *Confined to one thread* once it follows.
final class Renewals {

    private static final System.Logger LOG = System.getLogger(Renewals.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);

    /// Takes what was read, and found to be good, into use.
    interface Use {
        void renewed() throws IOException;
    }

    private record Place(String name, CertificateStore store, CertificateFilesWatch watch, Use use) {}

    private final Meters meters;
    private final List<Place> places = new ArrayList<>();

    Renewals(Meters meters) {
        this.meters = meters;
    }

    /// @param name for the log
    void add(String name, CertificateStore store, Use use) {
        places.add(new Place(name, store, new CertificateFilesWatch(store), use));
        tellExpiry();
    }

    void follow(Timers timers) {
        if (!places.isEmpty()) {
            timers.every(LOOK, this::look);
        }
    }

    private void look() {
        for (var place : places) {
            if (place.watch.changed()) {
                renew(place);
            }
        }
    }

    private void renew(Place place) {
        try {
            place.store.reload();
            place.use.renewed();
            LOG.log(Level.INFO, "{0}: new certificates", place.name);
        } catch (TlsFilesException | IOException problem) {
            LOG.log(Level.WARNING, "{0}: the certificates stay as they were: {1}", place.name, problem.getMessage());
        }
        tellExpiry();
    }

    private void tellExpiry() {
        var expiry = new LinkedHashMap<String, Instant>();
        for (var place : places) {
            place.store.served().forEach(served -> expiry.put(served.file().toString(), served.notAfter()));
        }
        meters.certificates(expiry);
    }
}
