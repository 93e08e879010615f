/// What every change of the estate has in common: who asks, what is in the way, what came of it, and the line that the
/// activity log keeps.
///
/// Used by the rooms whose services change rows, and read by `api`. May import core, the store, and the reading of
/// settings.
@NullMarked
package dev.usher.gateway.control.activity;

import org.jspecify.annotations.NullMarked;
