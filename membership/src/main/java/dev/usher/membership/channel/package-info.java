/// The sidecar's streams to its gateways: enrolment, status up, configuration and directives down.
///
/// Called by `app`, which opens them and hears of what arrives. Imports `membership.contract`, `membership.files` and
/// `membership.time`.
@NullMarked
package dev.usher.membership.channel;

import org.jspecify.annotations.NullMarked;
