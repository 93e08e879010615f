package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.api.Operation.delete;
import static dev.usher.gateway.control.api.Operation.get;
import static dev.usher.gateway.control.api.Operation.now;
import static dev.usher.gateway.control.api.Operation.post;
import static dev.usher.gateway.core.model.Permission.CLUSTER_READ;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_READ;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_UPDATE;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;

/// The table of all that can be called: router, refusals and tests are made of it.
final class Operations {

    private Operations() {}

    static List<Operation> all(Vertx vertx, ApiSources sources) {
        var resources = new Resources(sources);
        var sessions = new SessionCalls(vertx, sources.reception().logins());
        return List.of(
                post("/sessions", Access.ANYBODY, sessions::login).bodyUpTo(LoginForm.BODY_BYTES_MAX),
                get("/sessions/current", Access.KNOWN, now(sessions::current)),
                delete("/sessions/current", Access.KNOWN, sessions::logout),
                get("/status", Access.KNOWN, now(resources::status)),
                get("/clusters", Access.of(CLUSTER_READ), now(resources::clusters)),
                get("/clusters/{name}", Access.of(CLUSTER_READ), now(resources::cluster)),
                get("/directors", Access.of(DIRECTOR_READ), now(resources::directors)),
                get("/directors/{name}", Access.of(DIRECTOR_READ), now(resources::director)),
                post("/directors/{name}/drain", Access.of(DIRECTOR_UPDATE), resources::drainEverywhere),
                post("/directors/{name}/undrain", Access.of(DIRECTOR_UPDATE), resources::undrainEverywhere),
                post(
                        "/directors/{name}/enrolment-key",
                        Access.of(DIRECTOR_UPDATE),
                        call -> vertx.executeBlocking(() -> resources.newEnrolmentKey(call), false)
                                .map(Objects::requireNonNull)));
    }
}
