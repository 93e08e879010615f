/// Chooses a Director among those that may be chosen.
///
/// A pure decision over data.load, without clock or I/O; called by the pipeline. Imports core and data.load.
@NullMarked
package dev.usher.gateway.data.balance;

import org.jspecify.annotations.NullMarked;
