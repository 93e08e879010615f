package dev.usher.gateway.control.authority;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an estate remembers beside its keys. *Immutable;* each change makes the next one.
///
/// @param estate its name, random
/// @param epoch the highest that was ever given to a directive
/// @param enrolments by Director
/// @param revisions by managed cluster
record EstateRecord(String estate, long epoch, Map<String, Enrolment> enrolments, Map<String, Revision> revisions) {

    /// A Director's key, and who came with it.
    ///
    /// @param digest of the newest key; null when there never was one
    /// @param usedEpochMillis when that key was used; 0 while it was not
    /// @param publicKey the SHA-256 of the public key that was certified last; null before the first time
    record Enrolment(
            @Nullable String digest,
            long usedEpochMillis,
            @Nullable String publicKey) {

        static final Enrolment NONE = new Enrolment(null, 0, null);
    }

    /// The last configuration given to a managed cluster.
    ///
    /// @param content the SHA-256 of all that makes it differ from another one
    record Revision(long number, String content) {}

    EstateRecord {
        enrolments = Map.copyOf(enrolments);
        revisions = Map.copyOf(revisions);
    }

    static EstateRecord first(String estate) {
        return new EstateRecord(estate, 1, Map.of(), Map.of());
    }

    Enrolment enrolment(String director) {
        return enrolments.getOrDefault(director, Enrolment.NONE);
    }

    EstateRecord with(String director, Enrolment enrolment) {
        var next = new HashMap<>(enrolments);
        next.put(director, enrolment);
        return new EstateRecord(estate, epoch, next, revisions);
    }

    EstateRecord with(String cluster, Revision revision) {
        var next = new HashMap<>(revisions);
        next.put(cluster, revision);
        return new EstateRecord(estate, epoch, enrolments, next);
    }

    EstateRecord withEpoch(long next) {
        return new EstateRecord(estate, next, enrolments, revisions);
    }

    byte[] encode() {
        var keys = new JsonObject();
        new TreeMap<>(enrolments)
                .forEach((director, one) -> keys.put(
                        director,
                        new JsonObject()
                                .put("digest", one.digest)
                                .put("used_epoch_millis", one.usedEpochMillis)
                                .put("public_key", one.publicKey)));
        var clusters = new JsonObject();
        new TreeMap<>(revisions)
                .forEach((cluster, one) -> clusters.put(
                        cluster, new JsonObject().put("revision", one.number).put("content", one.content)));
        return new JsonObject()
                .put("version", 1)
                .put("estate", estate)
                .put("epoch", epoch)
                .put("enrolments", keys)
                .put("clusters", clusters)
                .encodePrettily()
                .getBytes(StandardCharsets.UTF_8);
    }

    /// @throws RuntimeException when it is none
    static EstateRecord decode(byte[] bytes) {
        var json = new JsonObject(new String(bytes, StandardCharsets.UTF_8));
        var enrolments = new HashMap<String, Enrolment>();
        json.getJsonObject("enrolments").forEach(entry -> {
            var one = (JsonObject) entry.getValue();
            enrolments.put(
                    entry.getKey(),
                    new Enrolment(
                            one.getString("digest"), one.getLong("used_epoch_millis"), one.getString("public_key")));
        });
        var revisions = new HashMap<String, Revision>();
        json.getJsonObject("clusters").forEach(entry -> {
            var one = (JsonObject) entry.getValue();
            revisions.put(entry.getKey(), new Revision(one.getLong("revision"), one.getString("content")));
        });
        return new EstateRecord(json.getString("estate"), json.getLong("epoch"), enrolments, revisions);
    }
}
