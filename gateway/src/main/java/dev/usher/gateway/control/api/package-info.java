/// The management API, the health endpoints and the metrics page, over HTTP.
///
/// Built and started by app; the command line talks to it. Imports control, core, the clock and the scalars of the
/// settings reader.
@NullMarked
package dev.usher.gateway.control.api;

import org.jspecify.annotations.NullMarked;
