/// The rules of tokens, one by one.
@NullMarked
package dev.usher.gateway.control.token;

import org.jspecify.annotations.NullMarked;
