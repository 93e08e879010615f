/// HTTP/1.1, both legs: strict heads in, re-framed heads and bodies out, with back-pressure both ways.
///
/// Called by the pipeline, which hands in an [HttpDesk] to ask who may go where. Nothing that came in goes on as
/// it was framed: lengths and chunks are written anew, so that both sides read the same messages.
/// Imports core and data.load.
@NullMarked
package dev.usher.gateway.data.relay.http;

import org.jspecify.annotations.NullMarked;
