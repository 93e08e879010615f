@NullMarked
package dev.usher.gateway.control.channel;

import org.jspecify.annotations.NullMarked;
