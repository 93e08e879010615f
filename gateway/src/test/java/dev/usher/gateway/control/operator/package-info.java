/// Who is known, and who is not.
///
/// Imports control.operator.
@NullMarked
package dev.usher.gateway.control.operator;

import org.jspecify.annotations.NullMarked;
