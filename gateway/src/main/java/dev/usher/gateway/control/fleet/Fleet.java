package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Holds the one current [FleetState]. It lives in memory: a drain survives the process where [Drains] keeps it.
///
/// *Thread-safe:* changes are serialised; listeners are called by the thread that changed something, after the change.
public final class Fleet {

    private final Ticker ticker;
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Attending attending = new Attending();
    private volatile FleetState state;

    public Fleet(List<ClusterIntent> clusters, Ticker ticker) {
        this.ticker = ticker;
        this.state = FleetState.of(clusters);
    }

    /// Calls `listener` after each change from now on; it must be quick.
    public void onChanged(Runnable listener) {
        listeners.add(listener);
    }

    /// Replaces what is configured. What is known of Directors and clusters that remain stays known.
    public void configure(List<ClusterIntent> clusters) {
        change(before -> before.configured(clusters));
        attending.keep(clusters.stream().map(ClusterIntent::name).collect(Collectors.toUnmodifiableSet()));
    }

    /// Sends a Director nothing new, and cuts what is still in flight after `timeout`. Doing so again changes nothing
    /// but may bring the deadline forward.
    ///
    /// @param force whether it may leave fewer than a majority of the configured size
    /// @param unhealthy the Directors that the gateway's own checks keep out
    public DrainAnswer drain(DirectorName director, Duration timeout, boolean force, Set<DirectorName> unhealthy) {
        return answered(state -> state.drain(director, order(timeout), force, unhealthy, ticker.nanos()));
    }

    /// What [#drain] would answer.
    public DrainAnswer wouldDrain(DirectorName director, Duration timeout, boolean force, Set<DirectorName> unhealthy) {
        return state.drain(director, order(timeout), force, unhealthy, ticker.nanos())
                .answer();
    }

    /// Drains a Director because its own sidecar is about to end it. [#returned] takes that back.
    public DrainAnswer leaving(DirectorName director, Duration timeout, Set<DirectorName> unhealthy) {
        return answered(state -> state.leaves(director, order(timeout), unhealthy, ticker.nanos()));
    }

    private Drain order(Duration timeout) {
        return new Drain(deadline(ticker.nanos(), timeout), ticker.epochMillis() + timeout.toMillis());
    }

    /// Takes an administrator's drain back: the Director can be chosen again, unless its sidecar is about to end it.
    public DrainAnswer undrain(DirectorName director) {
        return answered(state -> state.undrain(director));
    }

    /// What [#undrain] would answer.
    public DrainAnswer wouldUndrain(DirectorName director) {
        return state.undrain(director).answer();
    }

    /// The drain that an administrator asked for; nothing where none did.
    public Optional<Drain> ordered(DirectorName director) {
        return Optional.ofNullable(state.drains().get(director));
    }

    /// Takes in the drains that the store keeps now, and takes back those that it keeps no longer.
    public void kept(Collection<DrainRow> rows) {
        long now = ticker.nanos();
        long epochMillis = ticker.epochMillis();
        var drains = new HashMap<DirectorName, Drain>();
        for (var row : rows) {
            var left = Duration.ofMillis(row.untilEpochMillis() - epochMillis);
            drains.put(row.director(), new Drain(deadline(now, left), row.untilEpochMillis()));
        }
        change(before -> before.keeping(drains));
    }

    /// The sidecar that asked for a drain is back, or will not come: an administrator's drain stays.
    public void returned(DirectorName director) {
        change(before -> before.returned(director));
    }

    /// From now on sidecars can connect to this gateway.
    public void channelOpens() {
        attending.open();
    }

    /// A Director's sidecar has a stream to this gateway and says this.
    public void attended(DirectorName director, Attendance attendance) {
        attending.attended(director, attendance);
    }

    /// A Director's sidecar has no stream to this gateway any more.
    public void left(DirectorName director) {
        attending.left(director);
    }

    /// The configuration that the sidecars of a managed cluster should run.
    public void wanted(ClusterName cluster, long revision) {
        attending.wanted(cluster, revision);
    }

    /// Takes in what a cluster's roster says.
    public void heard(ClusterRoster roster) {
        change(before -> before.heard(roster));
    }

    /// Every cluster as it is now. What depends on time, as the age of a word does, is judged by the time of the call.
    public List<ClusterView> clusters() {
        return state.view(attending, ticker.nanos());
    }

    /// A cluster as it is now, were it configured like this.
    ClusterView view(ClusterIntent cluster) {
        return state.view(cluster, attending, ticker.nanos());
    }

    /// What a Director's sidecar says over its stream to this gateway; nothing while there is none.
    public Optional<Attendance> attendance(DirectorName director) {
        return attending.of(director);
    }

    private DrainAnswer answered(Function<FleetState, FleetState.Changed> change) {
        FleetState.Changed changed;
        synchronized (this) {
            changed = change.apply(state);
            state = changed.state();
        }
        tell();
        return changed.answer();
    }

    private void change(UnaryOperator<FleetState> change) {
        synchronized (this) {
            state = change.apply(state);
        }
        tell();
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    /// 0 means "no deadline" in a snapshot, so the one nanosecond in 584 years that is 0 is passed over.
    private static long deadline(long now, Duration timeout) {
        long at = now + timeout.toNanos();
        return at == 0 ? 1 : at;
    }
}
