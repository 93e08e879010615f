package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.DirectorState;

/// What the roster should hold of this Director. *Immutable.*
public sealed interface Advert {

    /// A word with this state and version.
    record Speak(DirectorState state, String version) implements Advert {}

    /// No word.
    record Withdraw() implements Advert {}
}
