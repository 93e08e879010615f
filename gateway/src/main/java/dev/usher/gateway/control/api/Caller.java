package dev.usher.gateway.control.api;

import dev.usher.gateway.control.operator.Operator;
import dev.usher.gateway.control.operator.Session;
import org.jspecify.annotations.Nullable;

/// Who makes a call.
///
/// @param ip from where, behind trusted proxies as they say
/// @param secure whether the connection is encrypted
/// @param session of a person; null for scripts
record Caller(
        Operator operator,
        String ip,
        boolean secure,
        @Nullable Session session) {}
