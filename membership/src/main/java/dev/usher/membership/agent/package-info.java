/// What a sidecar makes of what it sees: a pure state machine from checks and members to the word it speaks.
///
/// Driven by `app` on one thread; knows no clock, no network and no Hazelcast. Imports `membership.contract` only.
@NullMarked
package dev.usher.membership.agent;

import org.jspecify.annotations.NullMarked;
