/// `usher quickstart`: three sample Directors, a sidecar for each and one gateway on loopback, as separate processes
/// under one supervisor. Called by the command line only. The sample Director uses nothing but the JDK; the rest may
/// import everything.
@NullMarked
package dev.usher.gateway.app.quickstart;

import org.jspecify.annotations.NullMarked;
