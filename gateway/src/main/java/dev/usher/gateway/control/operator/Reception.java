package dev.usher.gateway.control.operator;

import dev.usher.gateway.core.net.AccessList;

/// What the management API knows of those who come.
///
/// @param trustedProxies whose word is believed about where a call came from
public record Reception(Operators operators, Logins logins, AccessList trustedProxies) {}
