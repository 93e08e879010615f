/// Which Directors can be selected.
@NullMarked
package dev.usher.gateway.control.fleet.rules;

import org.jspecify.annotations.NullMarked;
