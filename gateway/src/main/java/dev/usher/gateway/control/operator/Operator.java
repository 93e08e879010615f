package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.model.Permission;
import dev.usher.gateway.core.model.TokenDigest;
import java.util.Set;

/// A script, or somebody's command line, that may use the management API. *Immutable.*
///
/// @param name of its API token
/// @param email who answers for it
/// @param digest of its API token
public record Operator(String name, String email, TokenDigest digest, Set<Permission> permissions) {

    public Operator {
        permissions = Set.copyOf(permissions);
    }

    /// Whether it may do what needs `permission`.
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
