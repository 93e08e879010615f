/// Is it alive and ready: one check of a Director, and the checks that follow one another.
///
/// Called by the sidecar for its own Director and by the gateway for every Director it may choose; each judges for
/// itself. Imports the JDK and `membership.time` only: blocking sockets on virtual threads.
@NullMarked
package dev.usher.membership.probe;

import org.jspecify.annotations.NullMarked;
