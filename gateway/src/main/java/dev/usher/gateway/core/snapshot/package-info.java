/// One immutable, versioned picture of the world that the data plane looks at: listeners, routes,
/// clusters, Directors, token digests, access lists.
///
/// Written by control.publish, read by every stage of the data plane. Imports core.model and core.net.
@NullMarked
package dev.usher.gateway.core.snapshot;

import org.jspecify.annotations.NullMarked;
