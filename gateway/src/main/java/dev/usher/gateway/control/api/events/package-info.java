/// What changes, told to whoever listens: the last events in a ring, and a stream for each listener.
///
/// Called by control.api, and by app, which starts and ends it. Imports control.fleet, control.store, control.operator,
/// core and the clock.
@NullMarked
package dev.usher.gateway.control.api.events;

import org.jspecify.annotations.NullMarked;
