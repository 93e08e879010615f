/// What makes an estate until there is a store, kept in one folder: its certificate authorities, the digests of
/// enrolment keys, the epoch and the revisions of managed clusters.
///
/// Called by control.channel off the event loops, as all of it blocks. Imports core, membership.files, mesh and time.
@NullMarked
package dev.usher.gateway.control.authority;

import org.jspecify.annotations.NullMarked;
