package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Operators;
import dev.usher.gateway.core.model.Permission;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at the caller's ticket.
final class Gate {

    private static final String SCHEME = "Bearer ";

    private final Operators operators;

    Gate(Operators operators) {
        this.operators = operators;
    }

    /// Who is calling, or why nobody is let in.
    sealed interface Entry {
        record Known(Operator operator) implements Entry {}

        record Stranger(Problem why) implements Entry {}
    }

    /// Reads the `Authorization` header.
    Entry enter(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Entry.Stranger(unauthorized(
                    "token_missing",
                    "Send an API token as \"Authorization: Bearer <token>\".",
                    "Bearer realm=\"usher\""));
        }
        return operators
                .find(authorization.substring(SCHEME.length()).strip())
                .<Entry>map(Entry.Known::new)
                .orElseGet(() -> new Entry.Stranger(unauthorized(
                        "token_unknown",
                        "No such API token is configured.",
                        "Bearer realm=\"usher\", error=\"invalid_token\"")));
    }

    /// What is said to somebody who lacks a permission.
    static Problem forbidden(Operator operator, Permission permission) {
        return new Problem(
                403,
                "permission_missing",
                "The API token " + operator.name() + " lacks the permission " + permission + ".");
    }

    private static Problem unauthorized(String code, String detail, String challenge) {
        return new Problem(401, code, detail, List.of(), Map.of("WWW-Authenticate", challenge));
    }
}
