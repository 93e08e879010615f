package dev.usher.gateway.control.api;

import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.core.model.Permission;
import java.util.Set;

/// Who may make a call. *Immutable.*
///
/// @param anybody whether nobody is asked who it is
/// @param oneOf permissions of which a known operator needs one; empty for none
record Access(boolean anybody, Set<Permission> oneOf) {

    /// Whoever comes.
    static final Access ANYBODY = new Access(true, Set.of());

    /// Every operator.
    static final Access KNOWN = new Access(false, Set.of());

    Access {
        oneOf = Set.copyOf(oneOf);
    }

    static Access of(Permission... oneOf) {
        return new Access(false, Set.of(oneOf));
    }

    /// Whether a known operator may.
    boolean admits(Operator operator) {
        return oneOf.isEmpty() || oneOf.stream().anyMatch(operator::may);
    }
}
