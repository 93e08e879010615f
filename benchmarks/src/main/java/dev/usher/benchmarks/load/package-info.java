/// Load: an open loop that keeps its pace whatever the peer does, and connections that only wait.
///
/// Called by `scenario`, in its own process on the load's core. Latency counts from the moment a request was
/// meant to start, not from when it could. Imports `wire`, Netty, HdrHistogram, `membership.time`.
@NullMarked
package dev.usher.benchmarks.load;

import org.jspecify.annotations.NullMarked;
