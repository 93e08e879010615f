/// The rules of the fleet, tried one by one and at random.
///
/// Its fixtures serve the tests of control.publish and control.api too.
@NullMarked
package dev.usher.gateway.control.fleet;

import org.jspecify.annotations.NullMarked;
