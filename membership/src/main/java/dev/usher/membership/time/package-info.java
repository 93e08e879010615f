/// Clocks and timers: the only readers of time, for both modules.
///
/// Everything that needs to know what time it is, or to do something later, asks here; tests hand in
/// a clock that they turn themselves. Imports the JDK only.
@NullMarked
package dev.usher.membership.time;

import org.jspecify.annotations.NullMarked;
