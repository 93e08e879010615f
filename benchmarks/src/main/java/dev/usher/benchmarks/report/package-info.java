/// Numbers and how they are told: medians with intervals, the machine they were taken on, JSON and Markdown.
///
/// Called by `scenario` and `micro`. Pure but for `Machine`, which reads `/proc` and asks programs for their versions.
@NullMarked
package dev.usher.benchmarks.report;

import org.jspecify.annotations.NullMarked;
