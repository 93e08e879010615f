package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.api.Operation.delete;
import static dev.usher.gateway.control.api.Operation.get;
import static dev.usher.gateway.control.api.Operation.now;
import static dev.usher.gateway.control.api.Operation.post;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_UPDATE;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/// The table of all that can be called: router, refusals and tests are made of it.
final class Operations {

    private Operations() {}

    static List<Operation> all(Vertx vertx, ApiSources sources) {
        var reading = new Reading(vertx, sources);
        var storing = new Storing(vertx, sources.management());
        var all = new ArrayList<>(here(vertx, sources));
        all.addAll(new ClusterCalls(reading, storing).operations());
        all.addAll(new DirectorCalls(reading, storing, () -> sources.channel().get() != null).operations());
        all.addAll(new TokenCalls(reading, storing, sources.management()).operations());
        all.addAll(new DeviceCalls(reading, storing).operations());
        all.addAll(new ActivityCalls(storing).operations());
        return List.copyOf(all);
    }

    /// What concerns this gateway and whoever asks.
    private static List<Operation> here(Vertx vertx, ApiSources sources) {
        var resources = new Resources(vertx, sources);
        var sessions = new SessionCalls(vertx, sources.reception().logins());
        var events = new EventCalls(vertx, sources.events(), sources.reception());
        return List.of(
                post("/sessions", Access.ANYBODY, sessions::login).bodyUpTo(LoginForm.BODY_BYTES_MAX),
                get("/sessions/current", Access.KNOWN, now(sessions::current)),
                delete("/sessions/current", Access.KNOWN, sessions::logout),
                get("/status", Access.KNOWN, resources::status),
                get("/openapi.yaml", Access.KNOWN, now(_ -> OpenApi.REPLY)),
                get("/events", Access.KNOWN, now(events::listen)),
                post("/directors/{name}/drain", Access.of(DIRECTOR_UPDATE), resources::drainEverywhere)
                        .dryRun(),
                post("/directors/{name}/undrain", Access.of(DIRECTOR_UPDATE), resources::undrainEverywhere)
                        .dryRun());
    }
}
