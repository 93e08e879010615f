/// Time for tests: a clock that stands until it is turned.
///
/// Used by the tests of both modules, through this module's test jar. Imports the JDK only.
@NullMarked
package dev.usher.membership.time;

import org.jspecify.annotations.NullMarked;
