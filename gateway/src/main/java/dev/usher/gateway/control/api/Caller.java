package dev.usher.gateway.control.api;

import dev.usher.gateway.control.operator.Operator;

/// Who makes a call.
///
/// @param ip from where, behind trusted proxies as they say
record Caller(Operator operator, String ip) {}
