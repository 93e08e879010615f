/// The few shared mutable structures of the data plane: per Director what is in flight and how healthy it
/// is; the live exchanges by token, source and Director; retry budgets.
///
/// Called by balance, relay, health, drain and the pipeline. Imports core.
@NullMarked
package dev.usher.gateway.data.load;

import org.jspecify.annotations.NullMarked;
