package dev.usher.gateway.core.exchange;

import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.net.IpAddress;

/// Someone knocked: a connection as the kernel handed it over.
///
/// @param listener where
/// @param peer the address at the other end of the socket, which may be a proxy's
/// @param peerPort its port
/// @param atNanos when, by the monotonic clock
public record Accepted(ListenerName listener, IpAddress peer, int peerPort, long atNanos) {}
