package dev.usher.gateway.app;

import dev.usher.gateway.control.api.ConfigurationFacts;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.data.account.Meters;
import dev.usher.membership.settings.ConfigException;
import dev.usher.membership.settings.Loaded;
import dev.usher.membership.settings.Mistake;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/// Reads the configuration again when its file has changed, or when it is asked to. What is read is applied whole or,
/// with a mistake in it or with a change that needs a restart, not at all.
///
/// *Thread-safe:* everything happens on a thread of its own, one after the other.
final class Reload implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Reload.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ConfigurationWatch watch;
    private final Use use;
    private final Meters meters;
    private final Ticker ticker;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reload").factory());
    private Configuration current;
    private volatile ConfigurationFacts facts;

    /// Puts a configuration into force whose changes can be.
    interface Use {
        /// @throws IOException with why nothing of it is in force
        void put(Configuration next) throws IOException;
    }

    /// @param current as it is in force
    Reload(ConfigurationWatch watch, Configuration current, Use use, Meters meters, Ticker ticker) {
        this.watch = watch;
        this.current = current;
        this.use = use;
        this.meters = meters;
        this.ticker = ticker;
        this.facts = new ConfigurationFacts(ticker.epochMillis(), null);
    }

    /// Looks at the file from now on.
    void follow() {
        Timers.on(thread).every(LOOK, () -> {
            if (watch.changed()) {
                read();
            }
        });
    }

    /// Reads the configuration, soon, whether it changed or not.
    void ask() {
        try {
            thread.execute(() -> {
                watch.take();
                read();
            });
        } catch (RejectedExecutionException _) {
            LOG.log(Level.DEBUG, "closed");
        }
    }

    /// Since when which configuration is in force.
    ConfigurationFacts facts() {
        return facts;
    }

    private void read() {
        try {
            take(Configuration.load(watch.file()));
        } catch (ConfigException mistakes) {
            refuse(mistakes.mistakes().stream().map(Mistake::toString).toList());
        } catch (IOException problem) {
            refuse(List.of(String.valueOf(problem.getMessage())));
        } catch (RuntimeException problem) {
            LOG.log(Level.ERROR, "the configuration was not read again", problem);
            refuse(List.of("internal: the log says what"));
        }
    }

    private void take(Loaded<Configuration> loaded) throws IOException {
        loaded.warnings().forEach(warning -> LOG.log(Level.WARNING, "{0}", warning));
        var next = loaded.value();
        var difference = Difference.between(current, next);
        if (!difference.fixed().isEmpty()) {
            refuse(difference.fixed().stream()
                    .map(path -> watch.file() + ": " + path + " (needs a restart)")
                    .toList());
            return;
        }
        if (!difference.live().isEmpty()) {
            use.put(next);
            current = next;
        }
        facts = new ConfigurationFacts(ticker.epochMillis(), null);
        var what = difference.live().isEmpty() ? "nothing changed" : String.join(", ", difference.live());
        LOG.log(Level.INFO, "configuration read again: {0}", what);
        meters.configReloaded(true);
    }

    private void refuse(List<String> problems) {
        facts = new ConfigurationFacts(facts.loadedEpochMillis(), String.join("\n", problems));
        LOG.log(Level.WARNING, "the configuration stays as it was; mistakes in its file: {0}", problems.size());
        problems.forEach(problem -> LOG.log(Level.WARNING, "{0}", problem));
        meters.configReloaded(false);
    }

    /// Ends; what is being read may still come into force.
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
