/// The sidecar as a process: `main`, signals, and the wiring of checks, state machine and cluster.
///
/// Called by the command line (`usher sidecar FILE`). Imports every package of this module.
@NullMarked
package dev.usher.membership.app;

import org.jspecify.annotations.NullMarked;
