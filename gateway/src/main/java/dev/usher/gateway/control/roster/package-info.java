/// Who is in a cluster and what its sidecars say: one Hazelcast client for each cluster, the gateway's only ones.
///
/// Built and started by app, which hands what is heard to control.fleet. Imports core, the clock and
/// membership.contract; nothing here decides anything or holds anybody up.
@NullMarked
package dev.usher.gateway.control.roster;

import org.jspecify.annotations.NullMarked;
