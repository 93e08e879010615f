/// The rules of the house itself: who may import whom, and how a source file looks.
///
/// Run with every build over all three modules. The rules are tried on small bad examples in `bad`.
@NullMarked
package dev.usher.gateway.house;

import org.jspecify.annotations.NullMarked;
