@NullMarked
package dev.usher.gateway.control.authority;

import org.jspecify.annotations.NullMarked;
