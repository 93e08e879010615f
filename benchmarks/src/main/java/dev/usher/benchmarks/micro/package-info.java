/// JMH benchmarks of the stages every request passes, each with a rival beside it.
///
/// Run by `benchmarks/bin/micro`. Methods named `usher…` are ours and must make no garbage; the others are the rivals.
@NullMarked
package dev.usher.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
