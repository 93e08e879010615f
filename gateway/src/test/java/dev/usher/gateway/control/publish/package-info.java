/// What is published, and what stays the same object from one picture to the next.
///
/// Uses the fixtures of control.fleet.
@NullMarked
package dev.usher.gateway.control.publish;

import org.jspecify.annotations.NullMarked;
