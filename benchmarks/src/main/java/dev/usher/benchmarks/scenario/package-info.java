/// Whole processes against each other: Usher, HAProxy and no proxy at all, round by round on the same two cores.
///
/// The mains behind `benchmarks/bin`. The proxy under measurement has core 0 to itself; this process, the load
/// and the Directors share core 1. Imports the rest of this module, Vert.x for JSON, Bouncy Castle.
@NullMarked
package dev.usher.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
