package dev.usher.gateway.control.store.sql;

import dev.usher.membership.settings.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL is. *Immutable.*
///
/// @param properties of the driver, as in `sslmode`
public record Postgresql(
        String host,
        int port,
        String database,
        String user,
        @Nullable Secret password,
        Map<String, String> properties) {

    public Postgresql {
        properties = Map.copyOf(properties);
    }
}
