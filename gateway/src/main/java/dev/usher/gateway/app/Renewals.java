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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// The certificates of everything that somebody connects to: read again soon after their files have changed. What
/// cannot be read changes nothing, and is logged; what was read and could not be taken into use is tried again.
/// *Confined to a thread of its own* once it follows, as taking one into use may take a while.
final class Renewals implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Renewals.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);

    /// Takes what was read, and found to be good, into use.
    interface Use {
        void renewed() throws IOException;
    }

    private static final class Place {

        private final String name;
        private final CertificateStore store;
        private final CertificateFilesWatch watch;
        private final Use use;

        /// Whether what was read is not in use yet.
        private boolean owed;

        private String said = "";

        Place(String name, CertificateStore store, Use use) {
            this.name = name;
            this.store = store;
            this.watch = new CertificateFilesWatch(store);
            this.use = use;
        }
    }

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("renewals").factory());
    private final Meters meters;
    private final List<Place> places = new ArrayList<>();

    Renewals(Meters meters) {
        this.meters = meters;
    }

    /// @param name for the log
    void add(String name, CertificateStore store, Use use) {
        places.add(new Place(name, store, use));
        tellExpiry();
    }

    void follow() {
        if (!places.isEmpty()) {
            Timers.on(thread).every(LOOK, this::look);
        }
    }

    private void look() {
        for (var place : places) {
            if (place.watch.changed()) {
                read(place);
            }
            if (place.owed) {
                use(place);
            }
        }
    }

    private void read(Place place) {
        try {
            place.store.reload();
            place.owed = true;
            tellExpiry();
        } catch (TlsFilesException problem) {
            LOG.log(Level.WARNING, "{0}: the certificates stay as they were: {1}", place.name, problem.getMessage());
        }
    }

    private static void use(Place place) {
        try {
            place.use.renewed();
            place.owed = false;
            place.said = "";
            LOG.log(Level.INFO, "{0}: new certificates", place.name);
        } catch (IOException problem) {
            var why = String.valueOf(problem.getMessage());
            if (!why.equals(place.said)) {
                place.said = why;
                LOG.log(Level.WARNING, "{0}: the new certificates are not in use yet: {1}", place.name, why);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void tellExpiry() {
        var expiry = new LinkedHashMap<String, Instant>();
        for (var place : places) {
            place.store.served().forEach(served -> expiry.put(served.file().toString(), served.notAfter()));
        }
        meters.certificates(expiry);
    }
}
