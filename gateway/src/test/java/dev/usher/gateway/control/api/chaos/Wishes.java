package dev.usher.gateway.control.api.chaos;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Draws random calls, of which many should succeed. *Confined to one thread.*
final class Wishes {

    private static final List<String> SOURCES = List.of("192.0.2.0/24", "198.51.100.7", "2001:db8::/32");

    private final Random random;
    private final PlainEstate estate;
    private final Function<String, List<JsonObject>> tokens;

    /// @param estate as it is now
    /// @param tokens those that a cluster is shown to have now
    Wishes(Random random, PlainEstate estate, Function<String, List<JsonObject>> tokens) {
        this.random = random;
        this.estate = estate;
        this.tokens = tokens;
    }

    Wish draw() {
        return switch (random.nextInt(18)) {
            case 0, 1 -> createDirector();
            case 2 -> moveDirector(director(), 9100 + 10 * random.nextInt(3));
            case 3 -> enableDirector(director(), random.nextBoolean());
            case 4 -> {
                var name = director();
                yield delete("directors/" + name, match -> plain -> plain.deleteDirector(name, match));
            }
            case 5, 6 -> createCluster(cluster());
            case 7 -> moveCluster(cluster(), 8081 + random.nextInt(3));
            case 8, 9 -> restrictCluster(cluster());
            case 10, 11 -> enableCluster(cluster(), random.nextBoolean());
            case 12 -> {
                var name = cluster();
                yield delete("clusters/" + name, match -> plain -> plain.deleteCluster(name, match));
            }
            case 13 -> createDevice(device(), half(director()), half(cluster()));
            case 14 -> assignDevice(device(), half(director()), half(cluster()));
            case 15 -> {
                var name = device();
                yield delete("devices/" + name, match -> plain -> plain.deleteDevice(name, match));
            }
            case 16 -> createToken(cluster(), "t-" + random.nextInt(3));
            default -> revokeToken(cluster());
        };
    }

    private Wish createDirector() {
        var name = random.nextInt(30) == 0 ? "d1" : director();
        boolean managed = managed();
        var body = new JsonObject()
                .put("name", name)
                .put("type", type(managed))
                .put("address", "127.0.0." + name.charAt(name.length() - 1))
                .put("port", 9100)
                .put("services", new JsonObject().put("http", 80));
        return post("directors", "directors/" + name, body, plain -> plain.createDirector(name, managed, 9100));
    }

    private Wish moveDirector(String name, int port) {
        return edit(
                "PATCH", "directors/" + name, "", port(port), match -> plain -> plain.moveDirector(name, match, port));
    }

    private Wish enableDirector(String name, boolean enabled) {
        return enable("directors/" + name, enabled, match -> plain -> plain.enableDirector(name, match, enabled));
    }

    private Wish createCluster(String name) {
        boolean managed = managed();
        boolean enabled = random.nextInt(5) != 0;
        var members = members();
        var list = members.stream()
                .map(member -> new JsonObject().put("name", member))
                .toList();
        var body = new JsonObject()
                .put("name", name)
                .put("type", type(managed))
                .put("enabled", enabled)
                .put("directors", new JsonArray(list));
        return post(
                "clusters", "clusters/" + name, body, plain -> plain.createCluster(name, managed, enabled, members));
    }

    private Wish moveCluster(String name, int port) {
        return edit(
                "PATCH", "clusters/" + name, "", port(port), match -> plain -> plain.moveCluster(name, match, port));
    }

    private Wish restrictCluster(String name) {
        boolean enabled = random.nextBoolean();
        var sources = SOURCES.subList(0, random.nextInt(SOURCES.size() + 1));
        return edit(
                "PUT",
                "clusters/" + name,
                "/access-restriction",
                new JsonObject().put("enabled", enabled).put("sources", new JsonArray(sources)),
                match -> plain -> plain.restrictCluster(name, match, enabled, sources));
    }

    private Wish enableCluster(String name, boolean enabled) {
        return enable("clusters/" + name, enabled, match -> plain -> plain.enableCluster(name, match, enabled));
    }

    private Wish createDevice(String name, @Nullable String director, @Nullable String cluster) {
        var body = assigned(director, cluster).put("name", name).put("type", "firewall");
        return post("devices", "devices/" + name, body, plain -> plain.createDevice(name, director, cluster));
    }

    private Wish assignDevice(String name, @Nullable String director, @Nullable String cluster) {
        return edit(
                "PATCH",
                "devices/" + name,
                "",
                assigned(director, cluster),
                match -> plain -> plain.assignDevice(name, match, director, cluster));
    }

    private Wish createToken(String cluster, String name) {
        return post(
                "clusters/" + cluster + "/tokens",
                "",
                new JsonObject().put("name", name),
                plain -> plain.createToken(cluster, name));
    }

    private Wish revokeToken(String cluster) {
        var there = tokens.apply(cluster);
        var token = there.isEmpty() || random.nextInt(8) == 0 ? null : there.get(random.nextInt(there.size()));
        var id = token == null ? "none" : token.getString("id");
        var word = token == null ? null : Picture.word(token);
        return new Wish(
                "DELETE",
                "clusters/" + cluster + "/tokens/" + id,
                "",
                null,
                null,
                false,
                dryRun(),
                plain -> plain.revokeToken(cluster, word));
    }

    private Wish post(String path, String object, JsonObject body, ToIntFunction<PlainEstate> rule) {
        return new Wish("POST", path, object, body.encode(), null, false, dryRun(), rule);
    }

    private Wish edit(
            String method,
            String object,
            String below,
            JsonObject body,
            Function<@Nullable String, ToIntFunction<PlainEstate>> rule) {
        var match = ifMatch(object);
        return new Wish(method, object + below, object, body.encode(), match, true, dryRun(), rule.apply(match));
    }

    private Wish delete(String object, Function<@Nullable String, ToIntFunction<PlainEstate>> rule) {
        var match = ifMatch(object);
        return new Wish("DELETE", object, object, null, match, true, dryRun(), rule.apply(match));
    }

    private Wish enable(String object, boolean enabled, Function<@Nullable String, ToIntFunction<PlainEstate>> rule) {
        var match = random.nextBoolean() ? null : ifMatch(object);
        var path = object + (enabled ? "/enable" : "/disable");
        return new Wish("POST", path, object, null, match, false, dryRun(), rule.apply(match));
    }

    private @Nullable String ifMatch(String object) {
        long revision = estate.revision(object);
        return switch (random.nextInt(16)) {
            case 0 -> null;
            case 1 -> "*";
            case 2 -> PlainEstate.tag(revision + 1);
            case 3 -> PlainEstate.tag(Math.max(0, revision - 1));
            default -> PlainEstate.tag(revision);
        };
    }

    private boolean dryRun() {
        return random.nextInt(10) == 0;
    }

    private String director() {
        return "d-" + (1 + random.nextInt(Bureau.DIRECTORS));
    }

    private String cluster() {
        int number = random.nextInt(8);
        return number == 7 ? PlainEstate.DECLARED : "cluster-" + number % 2;
    }

    private String device() {
        return "device-" + random.nextInt(3);
    }

    private boolean managed() {
        return random.nextInt(6) == 0;
    }

    private @Nullable String half(String name) {
        return random.nextBoolean() ? name : null;
    }

    /// Mostly such as are there and in no cluster.
    private List<String> members() {
        int count = random.nextInt(6) == 0 ? random.nextInt(6) : 3;
        var free = new ArrayList<String>();
        for (var director : estate.directors.keySet()) {
            if (estate.clusterOf(director) == null) {
                free.add(director);
            }
        }
        if (free.size() < count || random.nextInt(6) == 0) {
            return IntStream.range(0, count).mapToObj(_ -> director()).toList();
        }
        Collections.shuffle(free, random);
        return List.copyOf(free.subList(0, count));
    }

    private static JsonObject port(int port) {
        return new JsonObject().put("port", port);
    }

    private static JsonObject assigned(@Nullable String director, @Nullable String cluster) {
        return new JsonObject().put("director", director).put("cluster", cluster);
    }

    private static String type(boolean managed) {
        return managed ? "managed" : "self_managed";
    }
}
