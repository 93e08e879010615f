/// Clusters and Directors as they are meant to be, and what may take a Director out of rotation: administrators'
/// drains, and the fresh and explicit word of its own sidecar.
///
/// Called by control.publish and control.api; app feeds it rosters. Imports core and the clock.
@NullMarked
package dev.usher.gateway.control.fleet;

import org.jspecify.annotations.NullMarked;
