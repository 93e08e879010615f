/// The order of all stages: accept, allow-list, TLS, route, allow-list again, token, Director, relay, account.
///
/// The only package that knows it. Called by app. Imports all of data.
@NullMarked
package dev.usher.gateway.data.pipeline;

import org.jspecify.annotations.NullMarked;
