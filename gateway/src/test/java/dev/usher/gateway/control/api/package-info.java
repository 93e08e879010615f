/// The management API over real HTTP, on loopback.
///
/// Uses the fixtures of control.fleet.
@NullMarked
package dev.usher.gateway.control.api;

import org.jspecify.annotations.NullMarked;
