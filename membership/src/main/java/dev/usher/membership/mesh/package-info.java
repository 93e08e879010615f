/// The mutual-TLS tunnel through which Hazelcast speaks, since open-source Hazelcast has no TLS of its own; and who is
/// trusted in it.
///
/// Used by `member` and by the gateway's roster. Imports `membership.time` only.
@NullMarked
package dev.usher.membership.mesh;

import org.jspecify.annotations.NullMarked;
