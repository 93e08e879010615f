package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.DirectorWord;

/// What the roster should hold of this Director. *Immutable.*
public sealed interface Advert {

    /// This word; speaker, sequence and time are still to be filled in.
    record Speak(DirectorWord word) implements Advert {}

    /// No word.
    record Withdraw() implements Advert {}
}
