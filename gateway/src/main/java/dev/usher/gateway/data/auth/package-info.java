/// The ticket check: is a token demanded, and is the one shown good here and now?
///
/// Called by the pipeline for each request, after the address was judged. Pure decisions on the snapshot;
/// imports core.
@NullMarked
package dev.usher.gateway.data.auth;

import org.jspecify.annotations.NullMarked;
