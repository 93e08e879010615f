/// Waits until a draining Director has nothing in flight any more, or its deadline has passed.
///
/// Follows the snapshot; called by nobody. Imports core and data.load.
@NullMarked
package dev.usher.gateway.data.drain;

import org.jspecify.annotations.NullMarked;
