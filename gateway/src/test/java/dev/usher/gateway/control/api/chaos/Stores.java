package dev.usher.gateway.control.api.chaos;

import dev.usher.gateway.core.config.StoreSettings.Place;
import dev.usher.gateway.testkit.TestPostgresql;

/// Stores as configurations name them.
final class Stores {

    private Stores() {}

    /// A database that several gateways share.
    static String shared(Place.Postgresql place) {
        return "{url: \"" + TestPostgresql.url(place) + "\", secret_key: \"" + "5e".repeat(32) + "\"}";
    }
}
