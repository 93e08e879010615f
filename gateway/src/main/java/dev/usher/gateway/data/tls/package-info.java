/// Certificates of listeners: read, checked as pairs, served by name, reloaded in place.
///
/// Called by ingress for each new connection, and by app when files changed. Imports core, Netty, and
/// Bouncy Castle for key files in older forms.
@NullMarked
package dev.usher.gateway.data.tls;

import org.jspecify.annotations.NullMarked;
