/// Makes the picture that the data plane looks at: what is declared, with each Director's standing in it.
///
/// Called by app at start and by control.fleet's changes. Imports control.fleet, core and the clock.
@NullMarked
package dev.usher.gateway.control.publish;

import org.jspecify.annotations.NullMarked;
