/// Tests of how numbers are told.
@NullMarked
package dev.usher.benchmarks.report;

import org.jspecify.annotations.NullMarked;
