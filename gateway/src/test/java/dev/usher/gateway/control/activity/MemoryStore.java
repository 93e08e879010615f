package dev.usher.gateway.control.activity;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.store.Versions;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The rows that management changes, in memory: one call after the other, all of a change or nothing. *Thread-safe:*
/// serialised.
public final class MemoryStore implements Store {

    private Rows rows = new Rows();

    @Override
    public synchronized <T> CompletableFuture<T> read(Function<Records, T> look) {
        return CompletableFuture.completedFuture(look.apply(new Rows(rows)));
    }

    @Override
    public synchronized <T> CompletableFuture<T> change(Function<Changes, T> work) {
        var next = new Rows(rows);
        var result = work.apply(next);
        if (next.changed != next.noted) {
            throw new IllegalStateException(next.changed ? "a change without an entry" : "an entry without a change");
        }
        rows = next;
        return CompletableFuture.completedFuture(result);
    }

    /// Everything in the log, oldest first.
    public synchronized List<Entry> log() {
        return List.copyOf(rows.log);
    }

    @Override
    public <T> CompletableFuture<T> keep(Function<Notes, T> work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Versions versions() {
        return Versions.NONE;
    }

    @Override
    public void onChanged(Listener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Condition condition() {
        return new Condition(true, 0, "");
    }

    @Override
    public void close() {}

    private static final class Rows implements Changes {

        private final Map<DirectorName, DirectorRow> directors =
                new TreeMap<>(Comparator.comparing(DirectorName::value));
        private final Map<ClusterName, ClusterRow> clusters = new TreeMap<>(Comparator.comparing(ClusterName::value));
        private final Map<ClusterName, OverrideRow> overrides = new TreeMap<>(Comparator.comparing(ClusterName::value));
        private final Map<String, TokenRow> tokens = new TreeMap<>();
        private final Map<String, DeviceRow> devices = new TreeMap<>();
        private final Map<String, Estate.EnrolmentRow> enrolments = new TreeMap<>();
        private final Map<DirectorName, DrainRow> drains = new TreeMap<>();
        private final List<Entry> log = new ArrayList<>();
        private boolean changed;
        private boolean noted;

        Rows() {}

        Rows(Rows before) {
            directors.putAll(before.directors);
            clusters.putAll(before.clusters);
            overrides.putAll(before.overrides);
            tokens.putAll(before.tokens);
            devices.putAll(before.devices);
            enrolments.putAll(before.enrolments);
            drains.putAll(before.drains);
            log.addAll(before.log);
        }

        @Override
        public void note(Entry entry) {
            noted = true;
            log.add(entry);
        }

        @Override
        public void put(DirectorRow director) {
            changed = true;
            directors.put(director.name(), director);
        }

        @Override
        public void removeDirector(DirectorName name) {
            changed = true;
            directors.remove(name);
            enrolments.remove(name.value());
            drains.remove(name);
        }

        @Override
        public void put(ClusterRow cluster) {
            changed = true;
            clusters.put(cluster.name(), cluster);
        }

        @Override
        public void removeCluster(ClusterName name) {
            changed = true;
            var cluster = clusters.remove(name);
            if (cluster != null) {
                cluster.directors().forEach(member -> drains.remove(member.director()));
            }
            tokens.values().removeIf(token -> token.cluster().equals(name));
        }

        @Override
        public void put(OverrideRow override) {
            changed = true;
            overrides.put(override.cluster(), override);
        }

        @Override
        public void put(TokenRow token) {
            changed = true;
            tokens.put(token.id(), token);
        }

        @Override
        public void removeToken(String id) {
            changed = true;
            tokens.remove(id);
        }

        @Override
        public void put(DeviceRow device) {
            changed = true;
            devices.put(device.name(), device);
        }

        @Override
        public void removeDevice(String name) {
            changed = true;
            devices.remove(name);
        }

        @Override
        public void put(DrainRow drain) {
            changed = true;
            drains.put(drain.director(), drain);
        }

        @Override
        public void removeDrain(DirectorName director) {
            changed = true;
            drains.remove(director);
        }

        @Override
        public List<DrainRow> drains() {
            return List.copyOf(drains.values());
        }

        @Override
        public Optional<DrainRow> drain(DirectorName director) {
            return Optional.ofNullable(drains.get(director));
        }

        @Override
        public void put(Estate.EnrolmentRow enrolment) {
            changed = true;
            enrolments.put(enrolment.director(), enrolment);
        }

        @Override
        public Versions versions() {
            return Versions.NONE;
        }

        @Override
        public List<DirectorRow> directors() {
            return List.copyOf(directors.values());
        }

        @Override
        public Optional<DirectorRow> director(DirectorName name) {
            return Optional.ofNullable(directors.get(name));
        }

        @Override
        public List<ClusterRow> clusters() {
            return List.copyOf(clusters.values());
        }

        @Override
        public Optional<ClusterRow> cluster(ClusterName name) {
            return Optional.ofNullable(clusters.get(name));
        }

        @Override
        public List<OverrideRow> overrides() {
            return List.copyOf(overrides.values());
        }

        @Override
        public Optional<OverrideRow> override(ClusterName cluster) {
            return Optional.ofNullable(overrides.get(cluster));
        }

        @Override
        public Optional<ClusterName> clusterOf(DirectorName director) {
            return clusters.values().stream()
                    .filter(cluster -> cluster.directors().stream()
                            .anyMatch(member -> member.director().equals(director)))
                    .map(ClusterRow::name)
                    .findFirst();
        }

        @Override
        public List<TokenRow> tokens() {
            return tokens.values().stream()
                    .filter(token -> Objects.isNull(token.revokedEpochMillis()))
                    .toList();
        }

        @Override
        public List<TokenRow> revokedElsewhere() {
            return tokens.values().stream()
                    .filter(token -> token.revokedEpochMillis() != null && !clusters.containsKey(token.cluster()))
                    .toList();
        }

        @Override
        public List<TokenRow> tokens(ClusterName cluster) {
            return tokens.values().stream()
                    .filter(token -> token.cluster().equals(cluster))
                    .toList();
        }

        @Override
        public Optional<TokenRow> token(String id) {
            return Optional.ofNullable(tokens.get(id));
        }

        @Override
        public List<DeviceRow> devices() {
            return List.copyOf(devices.values());
        }

        @Override
        public Optional<DeviceRow> device(String name) {
            return Optional.ofNullable(devices.get(name));
        }

        @Override
        public Entry.Page activity(Entry.Query query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<SessionRow> session(String digest) {
            return Optional.empty();
        }

        @Override
        public Optional<Estate.Identity> estate() {
            return Optional.empty();
        }

        @Override
        public Optional<Estate.AuthorityRow> authority(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Estate.EnrolmentRow> enrolment(DirectorName director) {
            return Optional.ofNullable(enrolments.get(director.value()));
        }

        @Override
        public Optional<Estate.EnrolmentRow> enrolmentOf(String digest) {
            return enrolments.values().stream()
                    .filter(row -> digest.equals(row.digest()))
                    .findFirst();
        }

        @Override
        public Optional<Estate.RevisionRow> revision(ClusterName cluster) {
            return Optional.empty();
        }

        @Override
        public List<String> gateways() {
            return List.of();
        }

        @Override
        public Map<TokenDigest, Integer> carriedElsewhere(String gateway) {
            return Map.of();
        }

        @Override
        public List<Closure> closures(String token) {
            return List.of();
        }
    }
}
