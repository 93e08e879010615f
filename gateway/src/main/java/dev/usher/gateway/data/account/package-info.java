/// The end of the line: metrics, and the access log with its one line per exchange.
///
/// Written to by the relays and the pipeline, read by whoever scrapes. Imports core and data.load; the only package
/// that knows Micrometer and the Prometheus client.
@NullMarked
package dev.usher.gateway.data.account;

import org.jspecify.annotations.NullMarked;
