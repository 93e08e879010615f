package dev.usher.gateway.data.account;

import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.data.load.DirectorLoad;
import java.util.Locale;

/// The one word a dashboard shows for a Director: what administrators and sidecar say of it, or else its health.
enum DirectorState {
    UNKNOWN,
    HEALTHY,
    EJECTED,
    UNHEALTHY,
    DRAINING,
    DISABLED,
    WITHDRAWN;

    static DirectorState of(Director director, DirectorLoad load) {
        return switch (director.standing()) {
            case DRAINING -> DRAINING;
            case DISABLED -> DISABLED;
            case WITHDRAWN -> WITHDRAWN;
            case OPEN ->
                switch (load.seen().health()) {
                    case UNKNOWN -> UNKNOWN;
                    case UP -> HEALTHY;
                    case EJECTED -> EJECTED;
                    case DOWN -> UNHEALTHY;
                };
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
