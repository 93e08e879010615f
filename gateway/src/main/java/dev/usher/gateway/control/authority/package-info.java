/// What makes an estate, kept in the store: its certificate authorities, the digests of enrolment keys, the epoch and
/// the
/// revisions of managed clusters.
///
/// Called by control.channel off the event loops, as all of it blocks. Imports core, control.store, membership.mesh and
/// time.
@NullMarked
package dev.usher.gateway.control.authority;

import org.jspecify.annotations.NullMarked;
