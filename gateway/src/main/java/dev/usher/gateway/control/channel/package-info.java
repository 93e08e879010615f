/// The gRPC service that sidecars call: enrolment, and one stream for each Director with its status up, and
/// configuration and directives down. It lives on an event loop of its own, apart from the data plane's.
///
/// Built by app, asked by control.api. Imports core, control.fleet, control.authority and the sidecars' contract.
@NullMarked
package dev.usher.gateway.control.channel;

import org.jspecify.annotations.NullMarked;
