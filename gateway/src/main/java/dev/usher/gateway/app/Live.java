package dev.usher.gateway.app;

import dev.usher.gateway.control.fleet.ClusterIntent;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.Stored;
import dev.usher.gateway.control.publish.Declared;
import dev.usher.gateway.control.publish.Publisher;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps everything true to what the configuration file declares and the store holds, whoever changed it.
///
/// A change of the store is read once, on a thread of its own, and handed to all that follow: the fleet, the data
/// plane's picture, the rosters, the control channel. While the store is away, what was known last stays.
/// *Thread-safe:* everything happens on that thread, but for `start` and `declare`.
final class Live implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Live.class.getName());

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private volatile Configuration configuration;
    private final @Nullable Keeping keeping;
    private final @Nullable Blend blend;
    private final Followers followers;
    private final Declared declared = new Declared();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("live").factory());
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean read;

    /// Whether what was read was not served whole.
    private volatile boolean owed;
    private String said = "";

    /// Who hears what there is now.
    ///
    /// @param served hears, in the end, of all clusters and of the Directors that are in none
    /// @param published hears of the copy of the store that the data plane judges by from now on
    record Followers(
            Fleet fleet, Publisher publisher, Rosters rosters, Consumer<Served> served, Consumer<Copy> published) {}

    record Served(List<ClusterSettings> clusters, Set<DirectorName> alone) {
        Served {
            clusters = List.copyOf(clusters);
            alone = Set.copyOf(alone);
        }
    }

    /// @param keeping null where nothing is kept
    Live(Configuration configuration, @Nullable Keeping keeping, Followers followers) {
        this.configuration = configuration;
        this.keeping = keeping;
        this.blend = keeping == null ? null : new Blend(new Stored(keeping.seal()));
        this.followers = followers;
    }

    /// Serves what is declared, and what the store holds; where it cannot be read now, what was known of it last.
    /// Blocks for that reading.
    void start(Timers timers) {
        if (keeping == null) {
            look();
            read = true;
            return;
        }
        keeping.store().onChanged((_, _) -> changed());
        if (!look()) {
            recall(keeping);
        }
        timers.every(AGAIN, this::changed);
    }

    private synchronized void recall(Keeping from) {
        var known = from.disk().found();
        if (known == null) {
            serve(new Served(configuration.clusters(), Set.of()), null);
        } else {
            from.copies().restore(known);
            serve(known.copy());
        }
    }

    /// Replaces what the file declares, and blocks until all that follow have heard of it. While the store is away they
    /// hear what was known of it.
    synchronized void declare(Configuration next) {
        configuration = next;
        if (!look() && keeping != null) {
            var known = keeping.copies().current();
            if (known == null) {
                serve(new Served(next.clusters(), Set.of()), null);
            } else {
                serve(known.copy());
            }
        }
    }

    /// Hands everything over once more, soon.
    void again() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    asked.set(false);
                    look();
                });
            } catch (RejectedExecutionException _) {
                LOG.log(Level.DEBUG, "closed");
            }
        }
    }

    /// Whether everything that there is was read once.
    boolean complete() {
        return read;
    }

    private void changed() {
        if (keeping != null) {
            if (!read || owed || keeping.copies().behind()) {
                again();
            }
            keeping.disk().changed();
        }
    }

    private synchronized boolean look() {
        if (keeping == null) {
            serve(new Served(configuration.clusters(), Set.of()), null);
            return true;
        }
        try {
            var copy = keeping.store().read(keeping.copies()::read).join();
            keeping.copies().hold(copy);
            keeping.disk().changed();
            owed = true;
            serve(copy);
            owed = false;
            read = true;
            said = "";
            return true;
        } catch (CompletionException e) {
            say(String.valueOf(e.getCause() instanceof StoreUnavailable gone ? gone.getMessage() : e.getCause()));
            return false;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "what the store holds cannot be served", e);
            return false;
        }
    }

    /// Once for each problem, not once for each look.
    private void say(String problem) {
        if (!problem.equals(said)) {
            said = problem;
            LOG.log(Level.WARNING, "what the store holds was not read: {0}; what was known stays", problem);
        }
    }

    private void serve(Copy copy) {
        serve(Objects.requireNonNull(blend).of(configuration.clusters(), copy), copy);
        followers.published().accept(copy);
    }

    private void serve(Served served, @Nullable Copy copy) {
        var clusters = served.clusters();
        followers.fleet().configure(clusters.stream().map(ClusterIntent::of).toList());
        if (copy != null) {
            followers.fleet().kept(copy.drains());
        }
        followers.publisher().declare(declared.in(configuration.listeners(), clusters));
        followers.rosters().follow(clusters);
        followers.served().accept(served);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
