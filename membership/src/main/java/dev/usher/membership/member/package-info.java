/// Hazelcast's life in a sidecar: join, publish, leave, split and heal.
///
/// Called by `app`; the only packages that import Hazelcast are this one and the gateway's roster client. Imports
/// `membership.contract` and `membership.config`.
@NullMarked
package dev.usher.membership.member;

import org.jspecify.annotations.NullMarked;
