/// Connections with Directors: dialled, kept for the next exchange, limited, let go.
///
/// Called by the pipeline; knows nothing of what is spoken on them. Imports core.
@NullMarked
package dev.usher.gateway.data.upstream;

import org.jspecify.annotations.NullMarked;
