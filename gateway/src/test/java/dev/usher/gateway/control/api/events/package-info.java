/// Tests of what is told to those who listen.
@NullMarked
package dev.usher.gateway.control.api.events;

import org.jspecify.annotations.NullMarked;
