package dev.usher.gateway.control.api.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An estate as the rules in plain words have it. Each call gives the status that it should be answered with, is done
/// if that is a good one, and then has its line in the log if anything changed. *Confined to one thread.*
final class PlainEstate {

    /// The cluster of the configuration, which has tokens `t-0` and `t-1`.
    static final String DECLARED = "declared";

    static final String GOOD = " good";
    static final String REVOKED = " revoked";

    static final int OK = 200;
    static final int CREATED = 201;
    static final int GONE = 204;
    static final int MISSING = 404;
    static final int CONFLICT = 409;
    static final int STALE = 412;
    static final int RULE = 422;

    /// @param before how it was when its cluster was disabled; null while that is not so
    record Director(
            boolean managed,
            int port,
            boolean enabled,
            @Nullable Boolean before,
            long revision) {}

    record Cluster(
            boolean managed,
            boolean enabled,
            int port,
            List<String> directors,
            boolean restricted,
            List<String> sources,
            long revision) {

        Cluster enabled(boolean now) {
            return new Cluster(managed, now, port, directors, restricted, sources, revision + 1);
        }
    }

    record Device(@Nullable String director, @Nullable String cluster, long revision) {}

    final TreeMap<String, Director> directors = new TreeMap<>();
    final TreeMap<String, Cluster> clusters = new TreeMap<>();
    final TreeMap<String, Device> devices = new TreeMap<>();

    /// By cluster: how many tokens there are of a name, good or revoked.
    final TreeMap<String, Map<String, Integer>> tokens = new TreeMap<>();

    /// As `Director d-1 CreatedDirector`, the oldest first.
    final List<String> log = new ArrayList<>();

    PlainEstate() {
        clusters.put(DECLARED, new Cluster(false, true, 8081, List.of("y-1", "y-2", "y-3"), false, List.of(), 1));
        tokens.put(DECLARED, new TreeMap<>(Map.of("t-0" + GOOD, 1, "t-1" + GOOD, 1)));
    }

    private PlainEstate(PlainEstate other) {
        directors.putAll(other.directors);
        clusters.putAll(other.clusters);
        devices.putAll(other.devices);
        other.tokens.forEach((cluster, counts) -> tokens.put(cluster, new TreeMap<>(counts)));
        log.addAll(other.log);
    }

    PlainEstate copy() {
        return new PlainEstate(this);
    }

    /// The revision of what a path such as `directors/d-1` leads to; 0 where there is nothing.
    long revision(String path) {
        var name = path.substring(path.indexOf('/') + 1);
        return switch (path.substring(0, path.indexOf('/'))) {
            case "directors" -> directors.containsKey(name) ? director(name).revision : 0;
            case "clusters" -> clusters.containsKey(name) ? cluster(name).revision : 0;
            default -> devices.containsKey(name) ? device(name).revision : 0;
        };
    }

    int createDirector(String name, boolean managed, int port) {
        if (name.length() < 3) {
            return RULE;
        }
        if (directors.containsKey(name)) {
            return CONFLICT;
        }
        directors.put(name, new Director(managed, port, true, null, 1));
        return did(CREATED, "Director", name, "CreatedDirector");
    }

    int moveDirector(String name, @Nullable String ifMatch, int port) {
        int refused = directorRefusal(name, ifMatch);
        if (refused != 0) {
            return refused;
        }
        var before = director(name);
        if (before.port == port) {
            return OK;
        }
        directors.put(name, new Director(before.managed, port, before.enabled, null, before.revision + 1));
        return did(OK, "Director", name, "UpdatedDirector");
    }

    int enableDirector(String name, @Nullable String ifMatch, boolean enabled) {
        int refused = directorRefusal(name, ifMatch);
        if (refused != 0) {
            return refused;
        }
        var before = director(name);
        if (before.enabled == enabled) {
            return OK;
        }
        directors.put(name, new Director(before.managed, before.port, enabled, null, before.revision + 1));
        return did(OK, "Director", name, enabled ? "EnabledDirector" : "DisabledDirector");
    }

    int deleteDirector(String name, @Nullable String ifMatch) {
        int refused = directorRefusal(name, ifMatch);
        if (refused != 0) {
            return refused;
        }
        if (hasDevices(name)) {
            return CONFLICT;
        }
        directors.remove(name);
        return did(GONE, "Director", name, "DeletedDirector");
    }

    private int directorRefusal(String name, @Nullable String ifMatch) {
        if (!directors.containsKey(name)) {
            return MISSING;
        }
        if (stale(ifMatch, director(name).revision)) {
            return STALE;
        }
        return clusterOf(name) == null ? 0 : CONFLICT;
    }

    int createCluster(String name, boolean managed, boolean enabled, List<String> members) {
        boolean good = members.size() >= 3
                && members.size() <= 15
                && members.size() % 2 == 1
                && members.stream().distinct().count() == members.size()
                && members.stream().allMatch(member -> fits(member, managed));
        if (!good) {
            return RULE;
        }
        if (clusters.containsKey(name) || members.stream().anyMatch(member -> clusterOf(member) != null)) {
            return CONFLICT;
        }
        clusters.put(name, new Cluster(managed, enabled, 8081, List.copyOf(members), false, List.of(), 1));
        tokens.put(name, new TreeMap<>());
        if (!enabled) {
            enableMembers(name, false);
        }
        return did(CREATED, "Cluster", name, "CreatedCluster");
    }

    /// Whether there is such a one, of the right type; that it is in a cluster already conflicts.
    private boolean fits(String director, boolean managed) {
        return directors.containsKey(director) && director(director).managed == managed && !hasDevices(director);
    }

    int moveCluster(String name, @Nullable String ifMatch, int port) {
        int refused = clusterRefusal(name, ifMatch);
        if (refused != 0) {
            return refused;
        }
        var old = cluster(name);
        if (old.port == port) {
            return OK;
        }
        clusters.put(
                name,
                new Cluster(
                        old.managed, old.enabled, port, old.directors, old.restricted, old.sources, old.revision + 1));
        return did(OK, "Cluster", name, "UpdatedCluster");
    }

    int restrictCluster(String name, @Nullable String ifMatch, boolean restricted, List<String> sources) {
        int refused = clusterRefusal(name, ifMatch);
        if (refused != 0) {
            return refused;
        }
        var old = cluster(name);
        if (old.restricted == restricted && old.sources.equals(sources)) {
            return OK;
        }
        clusters.put(
                name,
                new Cluster(old.managed, old.enabled, old.port, old.directors, restricted, sources, old.revision + 1));
        return did(OK, "Cluster", name, "UpdatedCluster");
    }

    int enableCluster(String name, @Nullable String ifMatch, boolean enabled) {
        if (!clusters.containsKey(name)) {
            return MISSING;
        }
        var before = cluster(name);
        if (stale(ifMatch, before.revision)) {
            return STALE;
        }
        if (before.enabled == enabled) {
            return OK;
        }
        clusters.put(name, before.enabled(enabled));
        enableMembers(name, enabled);
        return did(OK, "Cluster", name, enabled ? "EnabledCluster" : "DisabledCluster");
    }

    private void enableMembers(String cluster, boolean enabled) {
        for (var member : cluster(cluster).directors) {
            directors.computeIfPresent(
                    member,
                    (_, old) -> enabled
                            ? new Director(
                                    old.managed, old.port, Boolean.TRUE.equals(old.before), null, old.revision + 1)
                            : new Director(old.managed, old.port, false, old.enabled, old.revision + 1));
        }
    }

    int deleteCluster(String name, @Nullable String ifMatch) {
        int refused = clusterRefusal(name, ifMatch);
        if (refused != 0) {
            return refused;
        }
        if (devices.values().stream().anyMatch(device -> name.equals(device.cluster))) {
            return CONFLICT;
        }
        for (var member : cluster(name).directors) {
            var old = director(member);
            var enabled = old.before == null ? old.enabled : old.before;
            directors.put(member, new Director(old.managed, old.port, enabled, null, old.revision + 1));
        }
        clusters.remove(name);
        tokens.remove(name);
        return did(GONE, "Cluster", name, "DeletedCluster");
    }

    private int clusterRefusal(String name, @Nullable String ifMatch) {
        if (name.equals(DECLARED)) {
            return CONFLICT;
        }
        if (!clusters.containsKey(name)) {
            return MISSING;
        }
        return stale(ifMatch, cluster(name).revision) ? STALE : 0;
    }

    int createDevice(String name, @Nullable String director, @Nullable String cluster) {
        int refused = assignmentRefusal(director, cluster);
        if (refused == RULE) {
            return RULE;
        }
        if (refused != 0 || devices.containsKey(name)) {
            return CONFLICT;
        }
        devices.put(name, new Device(director, cluster, 1));
        return did(CREATED, "Device", name, "CreatedDevice");
    }

    int assignDevice(String name, @Nullable String ifMatch, @Nullable String director, @Nullable String cluster) {
        if (!devices.containsKey(name)) {
            return MISSING;
        }
        var before = device(name);
        if (stale(ifMatch, before.revision)) {
            return STALE;
        }
        if (Objects.equals(before.director, director) && Objects.equals(before.cluster, cluster)) {
            return OK;
        }
        int refused = assignmentRefusal(director, cluster);
        if (refused != 0) {
            return refused;
        }
        devices.put(name, new Device(director, cluster, before.revision + 1));
        return did(OK, "Device", name, "UpdatedDevice");
    }

    int deleteDevice(String name, @Nullable String ifMatch) {
        if (!devices.containsKey(name)) {
            return MISSING;
        }
        if (stale(ifMatch, device(name).revision)) {
            return STALE;
        }
        devices.remove(name);
        return did(GONE, "Device", name, "DeletedDevice");
    }

    private int assignmentRefusal(@Nullable String director, @Nullable String cluster) {
        boolean twice = director != null && cluster != null;
        boolean unknown = director != null && !directors.containsKey(director)
                || cluster != null && !clusters.containsKey(cluster);
        if (twice || unknown) {
            return RULE;
        }
        return director != null && clusterOf(director) != null ? CONFLICT : 0;
    }

    int createToken(String cluster, String name) {
        if (cluster.equals(DECLARED)) {
            return CONFLICT;
        }
        var there = tokens.get(cluster);
        if (there == null) {
            return MISSING;
        }
        if (there.putIfAbsent(name + GOOD, 1) != null) {
            return CONFLICT;
        }
        return did(CREATED, "Cluster", cluster, "UpdatedCluster");
    }

    /// @param token its name, and whether it is good or revoked; null for none there is
    int revokeToken(String cluster, @Nullable String token) {
        var there = tokens.get(cluster);
        if (there == null || token == null) {
            return MISSING;
        }
        if (token.endsWith(REVOKED)) {
            return OK;
        }
        there.remove(token);
        there.merge(token.replace(GOOD, REVOKED), 1, Integer::sum);
        return did(OK, "Cluster", cluster, "UpdatedCluster");
    }

    private int did(int status, String type, String name, String action) {
        log.add(type + " " + name + " " + action);
        return status;
    }

    private static boolean stale(@Nullable String ifMatch, long revision) {
        return ifMatch != null && !ifMatch.equals("*") && !ifMatch.equals(tag(revision));
    }

    static String tag(long revision) {
        return "\"" + revision + "\"";
    }

    @Nullable
    String clusterOf(String director) {
        return clusters.entrySet().stream()
                .filter(entry -> entry.getValue().directors.contains(director))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private boolean hasDevices(String director) {
        return devices.values().stream().anyMatch(device -> director.equals(device.director));
    }

    private Director director(String name) {
        return Objects.requireNonNull(directors.get(name));
    }

    private Cluster cluster(String name) {
        return Objects.requireNonNull(clusters.get(name));
    }

    private Device device(String name) {
        return Objects.requireNonNull(devices.get(name));
    }
}
