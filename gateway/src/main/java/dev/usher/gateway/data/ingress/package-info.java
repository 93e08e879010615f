/// Listening sockets: bound, watched for too many connections, and guarded before a byte is read.
///
/// What comes in is handed to a [Door], on the event loop that will carry the connection for its whole life.
/// Called by app, which binds and closes. Imports core.
@NullMarked
package dev.usher.gateway.data.ingress;

import org.jspecify.annotations.NullMarked;
