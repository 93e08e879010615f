package dev.usher.gateway.core.exchange;

import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Listener;

/// It is known where the exchange wants to go, and which address is judged.
///
/// @param source the address that access lists judge: the peer's, or the one a trusted proxy forwarded
public record Routed(Admitted admitted, Listener listener, IpAddress source, Cluster cluster, ServiceName service) {}
