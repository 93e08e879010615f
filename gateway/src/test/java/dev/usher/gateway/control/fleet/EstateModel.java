package dev.usher.gateway.control.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An estate as the rules in plain words have it, to compare the real one with. Each operation says whether it should
/// have succeeded, and does it then. *Confined to one thread.*
final class EstateModel {

    /// @param before how it was when its cluster was disabled; null while that is not so
    record Director(
            boolean managed, boolean enabled, @Nullable Boolean before) {}

    record Cluster(boolean managed, boolean enabled, List<String> directors, int port) {}

    record Device(@Nullable String director, @Nullable String cluster) {}

    /// The cluster of the configuration, which has tokens `t-0` and `t-1`.
    static final String DECLARED = "declared";

    boolean declaredEnabled = true;

    /// Tokens of the configuration that were revoked, by `cluster/name`.
    final Set<String> revoked = new HashSet<>();

    final Map<String, Director> directors = new TreeMap<>();
    final Map<String, Cluster> clusters = new TreeMap<>();
    final Map<String, Device> devices = new TreeMap<>();

    /// The cluster of each token that is good, by `cluster/name`.
    final Map<String, String> tokens = new HashMap<>();

    boolean createDirector(String name, boolean managed) {
        return name.length() >= 3 && directors.putIfAbsent(name, new Director(managed, true, null)) == null;
    }

    boolean deleteDirector(String name) {
        return standalone(name) && devicesOf(name).isEmpty() && directors.remove(name) != null;
    }

    boolean enableDirector(String name, boolean enabled) {
        if (!standalone(name)) {
            return false;
        }
        directors.computeIfPresent(name, (_, before) -> new Director(before.managed, enabled, null));
        return true;
    }

    boolean createCluster(String name, boolean managed, List<String> members) {
        boolean good = !clusters.containsKey(name)
                && !name.equals(DECLARED)
                && members.size() >= 3
                && members.size() <= 15
                && members.size() % 2 == 1
                && members.stream().distinct().count() == members.size()
                && members.stream()
                        .allMatch(member -> standalone(member)
                                && devicesOf(member).isEmpty()
                                && Objects.requireNonNull(directors.get(member)).managed == managed);
        if (good) {
            clusters.put(name, new Cluster(managed, true, List.copyOf(members), 8081));
        }
        return good;
    }

    boolean moveCluster(String name, int port) {
        return clusters.computeIfPresent(
                        name, (_, before) -> new Cluster(before.managed, before.enabled, before.directors, port))
                != null;
    }

    boolean enableCluster(String name, boolean enabled) {
        if (name.equals(DECLARED)) {
            declaredEnabled = enabled;
            return true;
        }
        var cluster = clusters.get(name);
        if (cluster == null) {
            return false;
        }
        clusters.put(name, new Cluster(cluster.managed, enabled, cluster.directors, cluster.port));
        if (cluster.enabled != enabled) {
            cluster.directors.forEach(member -> directors.computeIfPresent(
                    member,
                    (_, before) -> enabled
                            ? new Director(before.managed, Boolean.TRUE.equals(before.before), null)
                            : new Director(before.managed, false, before.enabled)));
        }
        return true;
    }

    boolean deleteCluster(String name) {
        var cluster = clusters.get(name);
        if (cluster == null || devices.values().stream().anyMatch(device -> name.equals(device.cluster))) {
            return false;
        }
        cluster.directors.forEach(member -> directors.computeIfPresent(
                member,
                (_, before) ->
                        new Director(before.managed, before.before == null ? before.enabled : before.before, null)));
        clusters.remove(name);
        tokens.values().removeIf(name::equals);
        return true;
    }

    boolean createDevice(String name, @Nullable String director, @Nullable String cluster) {
        if (devices.containsKey(name) || !assignable(director, cluster)) {
            return false;
        }
        devices.put(name, new Device(director, cluster));
        return true;
    }

    boolean assignDevice(String name, @Nullable String director, @Nullable String cluster) {
        var device = devices.get(name);
        var wanted = new Device(director, cluster);
        if (device == null || !wanted.equals(device) && !assignable(director, cluster)) {
            return false;
        }
        devices.put(name, wanted);
        return true;
    }

    boolean deleteDevice(String name) {
        return devices.remove(name) != null;
    }

    boolean createToken(String cluster, String name) {
        return clusters.containsKey(cluster) && tokens.putIfAbsent(cluster + "/" + name, cluster) == null;
    }

    boolean revokeToken(String cluster, String name) {
        if (cluster.equals(DECLARED)) {
            revoked.add(cluster + "/" + name);
            return true;
        }
        return tokens.remove(cluster + "/" + name) != null;
    }

    private boolean assignable(@Nullable String director, @Nullable String cluster) {
        return (director == null || cluster == null)
                && (director == null || standalone(director))
                && (cluster == null || clusters.containsKey(cluster));
    }

    private boolean standalone(String director) {
        return directors.containsKey(director) && clusterOf(director).isEmpty();
    }

    private Optional<String> clusterOf(String director) {
        return clusters.entrySet().stream()
                .filter(entry -> entry.getValue().directors.contains(director))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private List<String> devicesOf(String director) {
        var found = new ArrayList<String>();
        devices.forEach((name, device) -> {
            if (director.equals(device.director)) {
                found.add(name);
            }
        });
        return found;
    }
}
