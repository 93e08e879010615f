/// What a gateway hears of a cluster, from real members in this process.
///
/// Uses the sidecar's own membership, so that both sides of the contract meet.
@NullMarked
package dev.usher.gateway.control.roster;

import org.jspecify.annotations.NullMarked;
