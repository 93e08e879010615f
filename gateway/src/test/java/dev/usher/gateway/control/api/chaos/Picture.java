package dev.usher.gateway.control.api.chaos;

import dev.usher.gateway.control.api.chaos.PlainEstate.Cluster;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the API shows of an estate, in words that can be compared, by the path of each thing. *Immutable.*
record Picture(Map<String, String> things) {

    private static final String ALL = "?limit=1000";

    /// What it should show.
    static Picture of(PlainEstate estate) {
        var things = new TreeMap<String, String>();
        estate.directors.forEach((name, director) -> things.put(
                "directors/" + name,
                director(
                        director.managed(),
                        director.port(),
                        director.enabled(),
                        estate.clusterOf(name),
                        director.revision())));
        estate.clusters.forEach((name, cluster) -> things.put("clusters/" + name, cluster.toString()));
        estate.devices.forEach((name, device) ->
                things.put("devices/" + name, device(device.director(), device.cluster(), device.revision())));
        estate.tokens.forEach((cluster, counts) -> things.put(tokens(cluster), counts.toString()));
        return new Picture(things);
    }

    /// What it shows.
    static Picture of(RunningBureau bureau) {
        var things = new TreeMap<String, String>();
        for (var director : items(bureau.get("directors" + ALL))) {
            if ("api".equals(director.getString("source"))) {
                things.put(
                        "directors/" + director.getString("name"),
                        director(
                                managed(director),
                                director.getInteger("port"),
                                director.getBoolean("enabled"),
                                director.getString("cluster"),
                                director.getLong("revision")));
            }
        }
        for (var cluster : items(bureau.get("clusters" + ALL))) {
            var name = cluster.getString("name");
            things.put("clusters/" + name, cluster(cluster).toString());
            things.put(tokens(name), counted(tokens(bureau, name)).toString());
        }
        for (var device : items(bureau.get("devices" + ALL))) {
            things.put(
                    "devices/" + device.getString("name"),
                    device(device.getString("director"), device.getString("cluster"), device.getLong("revision")));
        }
        return new Picture(things);
    }

    /// A cluster's tokens; none where there is no such cluster.
    static List<JsonObject> tokens(RunningBureau bureau, String cluster) {
        var answer = bureau.read(tokens(cluster) + ALL);
        return answer.statusCode() == PlainEstate.MISSING ? List.of() : items(new JsonObject(answer.body()));
    }

    static String word(JsonObject token) {
        return token.getString("name")
                + (token.getString("revoked_at") == null ? PlainEstate.GOOD : PlainEstate.REVOKED);
    }

    private static Map<String, Integer> counted(List<JsonObject> tokens) {
        return tokens.stream().collect(Collectors.toMap(Picture::word, _ -> 1, Integer::sum, TreeMap::new));
    }

    private static String tokens(String cluster) {
        return "clusters/" + cluster + "/tokens";
    }

    private static Cluster cluster(JsonObject json) {
        var restriction = json.getJsonObject("access").getJsonObject("restriction");
        return new Cluster(
                managed(json),
                json.getBoolean("enabled"),
                json.getInteger("port"),
                json.getJsonArray("directors").stream()
                        .map(member -> ((JsonObject) member).getString("name"))
                        .toList(),
                restriction.getBoolean("enabled"),
                restriction.getJsonArray("sources").stream()
                        .map(String::valueOf)
                        .toList(),
                json.getLong("revision"));
    }

    private static String director(
            boolean managed, int port, boolean enabled, @Nullable String cluster, long revision) {
        return "managed " + managed + ", port " + port + ", enabled " + enabled + ", cluster " + cluster + ", revision "
                + revision;
    }

    private static String device(@Nullable String director, @Nullable String cluster, long revision) {
        return "director " + director + ", cluster " + cluster + ", revision " + revision;
    }

    private static boolean managed(JsonObject json) {
        return "managed".equals(json.getString("type"));
    }

    private static List<JsonObject> items(JsonObject page) {
        return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }
}
