/// Tests of a whole estate of separate processes: gateway, Directors and sidecars are started, killed, stopped and
/// drained while events are sent, and afterwards ledgers, access log and answers are laid beside each other.
///
/// Run by the build; what takes minutes only with `-Pfull`. Uses the testkit, and of the product nothing but its
/// `main`s.
@NullMarked
package dev.usher.gateway.estate;

import org.jspecify.annotations.NullMarked;
