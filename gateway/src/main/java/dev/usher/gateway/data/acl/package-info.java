/// The doorkeeper: may this source address come in at all, and may it use this cluster?
///
/// Called by ingress as soon as a connection is there, and by the pipeline once a request is routed.
/// Pure decisions on the snapshot; imports core.
@NullMarked
package dev.usher.gateway.data.acl;

import org.jspecify.annotations.NullMarked;
