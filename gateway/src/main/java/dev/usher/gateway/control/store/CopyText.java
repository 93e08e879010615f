package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A [Copy] as JSON and back. Secrets stay sealed, and of tokens there are digests only. What is read was written by
/// the same version of this class: whatever is missing or of another kind throws.
final class CopyText {

    private CopyText() {}

    static JsonObject json(Copy copy) {
        var versions = copy.versions();
        return new JsonObject()
                .put("read", copy.readEpochMillis())
                .put(
                        "versions",
                        new JsonArray(List.of(
                                versions.directors(),
                                versions.clusters(),
                                versions.tokens(),
                                versions.devices(),
                                versions.closures())))
                .put("directors", array(copy.directors(), CopyText::json))
                .put("clusters", array(copy.clusters(), CopyText::json))
                .put("overrides", array(copy.overrides(), CopyText::json))
                .put("tokens", array(copy.tokens(), CopyText::json))
                .put("devices", array(copy.devices(), CopyText::json))
                .put("drains", array(copy.drains(), CopyText::json));
    }

    static Copy copy(JsonObject json) {
        var versions = filled(json.getJsonArray("versions"));
        return new Copy(
                list(json, "directors", CopyText::director),
                list(json, "clusters", CopyText::cluster),
                list(json, "overrides", CopyText::override),
                list(json, "tokens", CopyText::token),
                list(json, "devices", CopyText::device),
                list(json, "drains", CopyText::drain),
                new Versions(
                        versions.getLong(0),
                        versions.getLong(1),
                        versions.getLong(2),
                        versions.getLong(3),
                        versions.getLong(4)),
                number(json, "read"));
    }

    private static JsonObject json(DirectorRow row) {
        return new JsonObject()
                .put("name", row.name().value())
                .put("type", row.type().name())
                .put("address", row.address())
                .put("port", row.port())
                .put("services", json(row.services()))
                .put("enabled", row.enabled())
                .put("enabled_before", row.enabledBefore())
                .put("delivered", row.delivered())
                .put("revision", row.revision())
                .put("created", row.createdEpochMillis());
    }

    private static DirectorRow director(JsonObject json) {
        return new DirectorRow(
                new DirectorName(text(json, "name")),
                Ownership.valueOf(text(json, "type")),
                text(json, "address"),
                small(json, "port"),
                services(json),
                flag(json, "enabled"),
                json.getBoolean("enabled_before"),
                flag(json, "delivered"),
                number(json, "revision"),
                number(json, "created"));
    }

    private static JsonObject json(ClusterRow row) {
        var tls = row.tls();
        return new JsonObject()
                .put("name", row.name().value())
                .put("type", row.type().name())
                .put("port", row.port())
                .put("enabled", row.enabled())
                .put("plaintext_accepted", row.plaintextAccepted())
                .put("tls_enabled", tls.enabled())
                .put("tls_certificate", tls.certificate())
                .put("tls_authority", tls.authority())
                .put("tls_sealed_key", tls.sealedKey().bytes())
                .put("restricted", row.restriction().enabled())
                .put("sources", new JsonArray(row.restriction().sources()))
                .put("tokens_demanded", row.tokensDemanded())
                .put("settings", row.settings())
                .put("directors", array(row.directors(), CopyText::json))
                .put("revision", row.revision())
                .put("created", row.createdEpochMillis());
    }

    private static ClusterRow cluster(JsonObject json) {
        var tls = new ClusterRow.Tls(
                flag(json, "tls_enabled"),
                text(json, "tls_certificate"),
                text(json, "tls_authority"),
                Sealed.of(filled(json.getBinary("tls_sealed_key"))));
        return new ClusterRow(
                new ClusterName(text(json, "name")),
                Ownership.valueOf(text(json, "type")),
                small(json, "port"),
                flag(json, "enabled"),
                flag(json, "plaintext_accepted"),
                tls,
                new ClusterRow.Restriction(flag(json, "restricted"), texts(json, "sources")),
                flag(json, "tokens_demanded"),
                text(json, "settings"),
                list(json, "directors", CopyText::member),
                number(json, "revision"),
                number(json, "created"));
    }

    private static JsonObject json(ClusterRow.Member member) {
        return new JsonObject()
                .put("director", member.director().value())
                .put("address", member.address())
                .put("port", member.port())
                .put("weight", member.weight())
                .put("services", json(member.services()));
    }

    private static ClusterRow.Member member(JsonObject json) {
        return new ClusterRow.Member(
                new DirectorName(text(json, "director")),
                text(json, "address"),
                small(json, "port"),
                small(json, "weight"),
                services(json));
    }

    private static JsonObject json(OverrideRow row) {
        return new JsonObject()
                .put("cluster", row.cluster().value())
                .put("enabled", row.enabled())
                .put("revision", row.revision());
    }

    private static OverrideRow override(JsonObject json) {
        return new OverrideRow(new ClusterName(text(json, "cluster")), flag(json, "enabled"), number(json, "revision"));
    }

    private static JsonObject json(TokenRow row) {
        return new JsonObject()
                .put("id", row.id())
                .put("cluster", row.cluster().value())
                .put("name", row.name().value())
                .put("digest", row.digest().toString())
                .put("created", row.createdEpochMillis())
                .put("expires", row.expiresEpochMillis())
                .put("revoked", row.revokedEpochMillis())
                .put(
                        "listeners",
                        new JsonArray(row.listeners().stream()
                                .map(ListenerName::value)
                                .sorted()
                                .toList()))
                .put("sources", new JsonArray(row.sources()))
                .put("last_used", row.lastUsedEpochMillis());
    }

    private static TokenRow token(JsonObject json) {
        return new TokenRow(
                text(json, "id"),
                new ClusterName(text(json, "cluster")),
                new TokenName(text(json, "name")),
                TokenDigest.parse(text(json, "digest")),
                number(json, "created"),
                json.getLong("expires"),
                json.getLong("revoked"),
                Set.copyOf(
                        texts(json, "listeners").stream().map(ListenerName::new).toList()),
                texts(json, "sources"),
                json.getLong("last_used"));
    }

    private static JsonObject json(DeviceRow row) {
        var director = row.director();
        var cluster = row.cluster();
        return new JsonObject()
                .put("name", row.name())
                .put("type", row.type())
                .put("director", director == null ? null : director.value())
                .put("cluster", cluster == null ? null : cluster.value())
                .put("revision", row.revision())
                .put("created", row.createdEpochMillis());
    }

    private static DeviceRow device(JsonObject json) {
        var director = textOrNull(json, "director");
        var cluster = textOrNull(json, "cluster");
        return new DeviceRow(
                text(json, "name"),
                text(json, "type"),
                director == null ? null : new DirectorName(director),
                cluster == null ? null : new ClusterName(cluster),
                number(json, "revision"),
                number(json, "created"));
    }

    private static JsonObject json(DrainRow row) {
        return new JsonObject()
                .put("director", row.director().value())
                .put("user", row.user())
                .put("until", row.untilEpochMillis())
                .put("forced", row.forced())
                .put("created", row.createdEpochMillis());
    }

    private static DrainRow drain(JsonObject json) {
        return new DrainRow(
                new DirectorName(text(json, "director")),
                text(json, "user"),
                number(json, "until"),
                flag(json, "forced"),
                number(json, "created"));
    }

    // ---- Values.

    private static <T> JsonArray array(Collection<T> rows, Function<T, JsonObject> writer) {
        return new JsonArray(rows.stream().map(writer).toList());
    }

    private static <T> List<T> list(JsonObject json, String key, Function<JsonObject, T> reader) {
        return filled(json.getJsonArray(key)).stream()
                .map(JsonObject.class::cast)
                .map(reader)
                .toList();
    }

    private static JsonObject json(Map<ServiceName, Integer> services) {
        var json = new JsonObject();
        new TreeMap<>(services).forEach((name, port) -> json.put(name.value(), port));
        return json;
    }

    private static Map<ServiceName, Integer> services(JsonObject json) {
        var services = new HashMap<ServiceName, Integer>();
        filled(json.getJsonObject("services"))
                .forEach(entry -> services.put(new ServiceName(entry.getKey()), (Integer) entry.getValue()));
        return services;
    }

    private static List<String> texts(JsonObject json, String key) {
        return filled(json.getJsonArray(key)).stream().map(String.class::cast).toList();
    }

    private static String text(JsonObject json, String key) {
        return filled(textOrNull(json, key));
    }

    /// Nothing else is taken for a text, as `getString` would.
    private static @Nullable String textOrNull(JsonObject json, String key) {
        return (String) json.getValue(key);
    }

    private static long number(JsonObject json, String key) {
        return filled(json.getLong(key));
    }

    private static int small(JsonObject json, String key) {
        return filled(json.getInteger(key));
    }

    private static boolean flag(JsonObject json, String key) {
        return filled(json.getBoolean(key));
    }

    private static <T> T filled(@Nullable T value) {
        return Objects.requireNonNull(value, "a value");
    }
}
