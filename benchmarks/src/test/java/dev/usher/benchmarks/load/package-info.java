/// Tests of the pace that an open loop keeps.
@NullMarked
package dev.usher.benchmarks.load;

import org.jspecify.annotations.NullMarked;
