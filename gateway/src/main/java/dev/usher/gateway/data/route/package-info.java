/// Which cluster and which service a request goes to.
///
/// Called by the pipeline once a request's head is read. Pure decisions on the snapshot; imports core.
@NullMarked
package dev.usher.gateway.data.route;

import org.jspecify.annotations.NullMarked;
