package dev.usher.gateway.control.api.events;

import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.core.model.Permission;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that changed. *Immutable.*
///
/// @param number grows by one with each event of this process
/// @param needed to hear of it; null for whoever listens
/// @param frame as it is sent
record Event(long number, @Nullable Permission needed, Buffer frame) {

    /// Says that something was missed, so that everything is to be looked at anew.
    static final String RESET = "reset";

    /// What kind of thing changed.
    enum Kind {
        CLUSTER("Cluster", Permission.CLUSTER_READ),
        DIRECTOR("Director", Permission.DIRECTOR_READ),
        TOKEN("Token", Permission.CLUSTER_READ),
        DEVICE("Device", Permission.DEVICE_READ);

        private final String type;
        private final Permission needed;

        Kind(String type, Permission needed) {
            this.type = type;
            this.needed = needed;
        }

        /// As in the activity log.
        String type() {
            return type;
        }

        Permission needed() {
            return needed;
        }

        /// As in events and their data.
        String word() {
            return type.toLowerCase(Locale.ROOT);
        }
    }

    boolean isFor(Operator operator) {
        return needed == null || operator.may(needed);
    }

    /// The lines of an event.
    static Buffer frame(String id, String name, JsonObject data) {
        return Buffer.buffer("id: " + id + "\nevent: " + name + "\ndata: " + data.encode() + "\n\n");
    }
}
