package dev.usher.membership.app;

import dev.usher.membership.agent.Advert;
import dev.usher.membership.agent.Cadence;
import dev.usher.membership.config.ClusterSettings;
import dev.usher.membership.config.DirectorSettings;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.member.RosterListener;
import dev.usher.membership.member.RosterMember;
import dev.usher.membership.time.Backoff;
import dev.usher.membership.time.Timers.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the sidecar in the cluster that is wanted, or in none: joins, leaves, joins again with growing waits when
/// Hazelcast gives up, and holds the word up there.
///
/// Joining and leaving take seconds, on threads of their own, one at a time; what is wanted may change meanwhile.
/// *Confined to the loop.*
final class Presence {

    private static final Logger LOG = System.getLogger(Presence.class.getName());
    private static final Duration RUSH = Duration.ofMillis(100);
    private static final Duration LEAVING = Duration.ofSeconds(4);

    private final Loop loop;
    private final Seen seen;
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random()::nextDouble);
    private final Cadence cadence = new Cadence(
            RUSH.toNanos(), Duration.ofSeconds(Roster.REFRESH_SECONDS).toNanos());
    private long sequence;
    private @Nullable Place wanted;
    private @Nullable Membership current;
    private @Nullable Timer waiting;
    private boolean busy;
    private boolean writing;

    /// Hears on the loop.
    interface Seen {
        void members(Set<String> directors);

        /// It is in no cluster, and none is wanted.
        void outside();
    }

    /// Where it wants to be.
    record Place(ClusterSettings cluster, DirectorSettings self) {}

    private record Membership(Place place, RosterMember member, Hearing hearing) {}

    /// @param run how often the sidecar was started: its words are newer than those of earlier runs
    Presence(Loop loop, int run, Seen seen) {
        this.loop = loop;
        this.seen = seen;
        this.sequence = (long) run << Integer.SIZE;
    }

    /// To be there from now on, or nowhere.
    ///
    /// @param rejoin whether a membership that there is must end first; else `place` is for the next one
    void want(@Nullable Place place, boolean rejoin) {
        wanted = place;
        if (current != null && !rejoin && place != null) {
            current = new Membership(place, current.member(), current.hearing());
        }
        if (waiting != null) {
            waiting.cancel();
            waiting = null;
        }
        step();
    }

    /// Holds this word up if it is time to.
    void speak(Advert advert, long sinceEpochMillis, long nanos) {
        if (current == null || busy || writing || !cadence.due(advert, nanos)) {
            return;
        }
        switch (advert) {
            case Advert.Speak(var word) -> {
                writing = true;
                cadence.spoken(advert, nanos);
                var whole = word.toBuilder().setSequence(++sequence).setSinceEpochMillis(sinceEpochMillis);
                current.member().publish(whole).whenComplete((_, failure) -> loop.post(() -> spoken(failure)));
            }
            case Advert.Withdraw _ -> {} // Leaving takes the word back.
        }
    }

    private void spoken(@Nullable Throwable failure) {
        writing = false;
        if (failure != null) {
            LOG.log(Level.DEBUG, "the roster did not take the word: {0}", failure);
            cadence.forget();
        }
    }

    /// One move towards what is wanted.
    private void step() {
        if (busy || waiting != null) {
            return;
        }
        if (current != null && !current.place().equals(wanted)) {
            leave(current);
        } else if (current == null && wanted != null) {
            join(wanted);
        } else if (current == null) {
            seen.outside();
        }
    }

    private void join(Place place) {
        busy = true;
        loop.beside("join", () -> {
            var hearing = new Hearing(place.cluster().name());
            try {
                var address = InetAddress.getByName(place.self().address());
                var joined = RosterMember.join(place.cluster(), place.self(), address, hearing);
                loop.post(() -> joined(new Membership(place, joined, hearing)));
            } catch (RuntimeException e) {
                loop.post(() -> failed(place, words(e)));
            } catch (UnknownHostException e) {
                loop.post(() -> failed(place, "address " + e.getMessage() + " is unknown"));
            }
        });
    }

    private void joined(Membership joined) {
        var place = joined.place();
        LOG.log(
                Level.INFO,
                "{0} of cluster {1}: joined at {2}:{3,number,#}",
                place.self().name(),
                place.cluster().name(),
                place.self().address(),
                place.self().port());
        busy = false;
        backoff.reset();
        current = joined;
        cadence.forget();
        seen.members(joined.member().present());
        step();
    }

    private void failed(Place place, String why) {
        busy = false;
        if (place.equals(wanted)) {
            var wait = backoff.next();
            LOG.log(
                    Level.WARNING,
                    "cluster {0}: {1}; joining again in {2}",
                    place.cluster().name(),
                    why,
                    wait);
            waiting = loop.timers().after(wait, Loop.guarded(() -> {
                waiting = null;
                step();
            }));
        }
        step();
    }

    private void leave(Membership membership) {
        busy = true;
        current = null;
        seen.members(Set.of());
        loop.beside("leave", () -> {
            try {
                membership.member().leave(LEAVING);
            } finally {
                loop.post(() -> {
                    busy = false;
                    step();
                });
            }
        });
    }

    private static String words(Throwable e) {
        var cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + words(cause);
    }

    /// Listens for one membership, on Hazelcast's threads; what comes after its end is not heard.
    private final class Hearing implements RosterListener {

        private final String cluster;

        Hearing(String cluster) {
            this.cluster = cluster;
        }

        @Override
        public void changed(Set<String> directors) {
            hear(_ -> seen.members(directors));
        }

        @Override
        public void merged() {
            hear(_ -> {
                LOG.log(Level.INFO, "cluster {0}: merged with the others", cluster);
                cadence.forget();
            });
        }

        @Override
        public void ended() {
            hear(membership -> {
                current = null;
                seen.members(Set.of());
                failed(membership.place(), "Hazelcast ended by itself");
            });
        }

        private void hear(Consumer<Membership> task) {
            loop.post(() -> {
                if (current != null && current.hearing() == this) {
                    task.accept(current);
                }
            });
        }
    }
}
