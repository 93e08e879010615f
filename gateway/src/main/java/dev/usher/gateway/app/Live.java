package dev.usher.gateway.app;

import dev.usher.gateway.control.fleet.ClusterIntent;
import dev.usher.gateway.control.fleet.Fleet;
import dev.usher.gateway.control.fleet.Stored;
import dev.usher.gateway.control.publish.Declared;
import dev.usher.gateway.control.publish.Publisher;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Copies;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps everything true to what the configuration file declares and the store holds, whoever changed it.
///
/// A change of the store is read once, on a thread of its own, and handed to all that follow: the fleet, the data
/// plane's picture, the rosters, the control channel. While the store is away, what was known last stays.
/// *Thread-safe:* everything happens on that thread, but for `start`.
final class Live implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Live.class.getName());

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Configuration configuration;
    private final @Nullable Store store;
    private final @Nullable Copies copies;
    private final @Nullable Stored stored;
    private final Followers followers;
    private final Declared declared = new Declared();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("live").factory());
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Map<ClusterName, Made> made = new HashMap<>();
    private volatile boolean read;
    private String said = "";

    /// Who hears what there is now.
    ///
    /// @param served hears, in the end, of all clusters and of the Directors that are in none
    record Followers(Fleet fleet, Publisher publisher, Rosters rosters, Consumer<Served> served) {}

    record Served(List<ClusterSettings> clusters, Set<DirectorName> alone) {
        Served {
            clusters = List.copyOf(clusters);
            alone = Set.copyOf(alone);
        }
    }

    /// Settings, and what they were made of.
    private record Made(ClusterRow row, List<TokenRow> tokens, Set<DirectorName> disabled, ClusterSettings settings) {}

    /// @param keeping null where nothing is kept
    Live(Configuration configuration, @Nullable Keeping keeping, Followers followers) {
        this.configuration = configuration;
        this.store = keeping == null ? null : keeping.store();
        this.copies = keeping == null ? null : keeping.copies();
        this.stored = keeping == null ? null : new Stored(keeping.seal());
        this.followers = followers;
    }

    /// Serves what is declared, and what the store holds if it can be read now. Blocks for that reading.
    void start(Timers timers) {
        if (store == null || copies == null) {
            look();
            read = true;
            return;
        }
        store.onChanged((_, _) -> changed());
        if (!look()) {
            apply(configuration.clusters(), Set.of());
        }
        timers.every(AGAIN, this::changed);
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
        if (!read || Objects.requireNonNull(copies).behind()) {
            again();
        }
    }

    private synchronized boolean look() {
        if (store == null || copies == null) {
            apply(configuration.clusters(), Set.of());
            return true;
        }
        try {
            var copy = store.read(copies::read).join();
            copies.hold(copy);
            apply(copy);
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

    private void apply(Copy rows) {
        var disabled = rows.directors().stream()
                .filter(director -> !director.enabled())
                .map(DirectorRow::name)
                .collect(Collectors.toUnmodifiableSet());
        var tokens = rows.tokens().stream().collect(Collectors.groupingBy(TokenRow::cluster));
        var names = configuration.clusters().stream().map(ClusterSettings::name).collect(Collectors.toSet());
        var clusters = new ArrayList<>(configuration.clusters());
        for (var row : rows.clusters()) {
            if (names.contains(row.name())) {
                LOG.log(Level.WARNING, "cluster {0} is in the store and in the file; the file counts", row.name());
            } else {
                clusters.add(settings(row, tokens.getOrDefault(row.name(), List.of()), disabled));
            }
        }
        made.keySet().retainAll(rows.clusters().stream().map(ClusterRow::name).toList());
        var grouped = clusters.stream()
                .flatMap(cluster -> cluster.directors().stream())
                .map(director -> director.name())
                .collect(Collectors.toSet());
        var alone = rows.directors().stream()
                .map(DirectorRow::name)
                .filter(name -> !grouped.contains(name))
                .collect(Collectors.toUnmodifiableSet());
        apply(clusters, alone);
    }

    /// The same object as the last time where nothing changed, so that nothing is made anew behind it.
    private ClusterSettings settings(ClusterRow row, List<TokenRow> tokens, Set<DirectorName> disabled) {
        var before = made.get(row.name());
        if (before != null
                && before.row.equals(row)
                && before.disabled.equals(disabled)
                && before.tokens.equals(tokens)) {
            return before.settings;
        }
        var settings = Objects.requireNonNull(stored).settings(row, tokens, disabled);
        made.put(row.name(), new Made(row, tokens, disabled, settings));
        return settings;
    }

    private void apply(List<ClusterSettings> clusters, Set<DirectorName> alone) {
        followers.fleet().configure(clusters.stream().map(ClusterIntent::of).toList());
        followers.publisher().declare(declared.in(configuration.listeners(), clusters));
        followers.rosters().follow(clusters);
        followers.served().accept(new Served(clusters, alone));
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
