/// The rules of Directors, clusters and Devices: pure functions from what is there and what is wished to what is in the
/// way. `RULES.md` names the test of each.
///
/// Called by the services of `control.fleet` within their transactions, and by nobody else. No store, no clock.
@NullMarked
package dev.usher.gateway.control.fleet.rules;

import org.jspecify.annotations.NullMarked;
