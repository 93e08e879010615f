/// A store in memory, and tests of what all changes have in common.
@NullMarked
package dev.usher.gateway.control.activity;

import org.jspecify.annotations.NullMarked;
