/// The least HTTP/1.1 that load and stub Directors need: find the end of a head, count the body.
///
/// Called by `load` and `director`; both share one core with each other while a proxy is measured, so this
/// is lean before it is general. Imports Netty only. Not for strangers: it trusts its peer.
@NullMarked
package dev.usher.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
