/// Tests of how numbers are taken, and that the scenarios still run.
@NullMarked
package dev.usher.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
