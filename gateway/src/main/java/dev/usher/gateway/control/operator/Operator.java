package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.model.Permission;
import java.util.Set;

/// A person or a script that may use the management API. *Immutable.*
///
/// @param name of a script's API token, or the person's e-mail address
/// @param email who answers for what it does
public record Operator(String name, String email, Set<Permission> permissions) {

    /// Somebody who did not say who it is.
    public static final Operator NOBODY = new Operator("nobody", "", Set.of());

    public Operator {
        permissions = Set.copyOf(permissions);
    }

    /// Whether it may do what needs `permission`.
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
