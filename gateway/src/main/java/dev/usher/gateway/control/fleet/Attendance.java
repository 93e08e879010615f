package dev.usher.gateway.control.fleet;

import dev.usher.gateway.core.signal.RosterWord;

/// What a Director's sidecar said last over its own stream to this gateway. It is shown; it takes nobody out, as only a
/// present member's word in the roster does. *Immutable.*
///
/// @param version the Director's; empty when the sidecar does not know it
/// @param configRevision the one that runs; 0 while there is none
/// @param present how many sidecars it sees of its cluster, itself included
/// @param configured how many there should be, as far as it knows
/// @param atNanos when it was said, by the monotonic clock
public record Attendance(
        RosterWord.State state, String version, long configRevision, int present, int configured, long atNanos) {}
