/// The management API of processes that are killed, and of two that change one estate at once, with a plain model
/// beside them.
///
/// Nobody uses it. Processes here are gateways without a data plane, to which every Director `d-*` is connected.
@NullMarked
package dev.usher.gateway.control.api.chaos;

import org.jspecify.annotations.NullMarked;
