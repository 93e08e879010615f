/// A whole estate in network namespaces: Directors, sidecars and gateways are separate processes on machines of their
/// own, which are killed, stopped, cut off, slowed down and given another time while events are sent.
///
/// Needs root, nftables, iproute2 and libfaketime; run with `-Pfull`. Uses the testkit and the readers of `estate`, and
/// of the product nothing but its `main`s.
@NullMarked
package dev.usher.gateway.estate.net;

import org.jspecify.annotations.NullMarked;
