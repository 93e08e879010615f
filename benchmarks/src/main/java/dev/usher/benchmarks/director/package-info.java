/// Stub Directors: answer as cheaply as a JVM can, so that the proxy between is what is measured.
///
/// Started as a child process by `scenario`, pinned to the load's core. Imports `wire` and Netty.
@NullMarked
package dev.usher.benchmarks.director;

import org.jspecify.annotations.NullMarked;
