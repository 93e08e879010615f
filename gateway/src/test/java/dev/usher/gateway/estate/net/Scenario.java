package dev.usher.gateway.estate.net;

import java.time.Duration;

/// Something that goes wrong, and what makes it good again.
///
/// @param name for people
/// @param breaks what goes wrong
/// @param hold how long it stays so, once all has come that must
/// @param mends what makes it good; says what is worth noting, or nothing
record Scenario(String name, Step breaks, Duration hold, Mending mends, Expected expected) {

    static final Duration HOLD = Duration.ofMillis(1_500);

    /// Something done to the estate.
    interface Step {
        void act();
    }

    /// The same, with a note.
    interface Mending {
        String act();
    }

    /// When which part of it was; by the wall clock.
    ///
    /// @param begun before anything was wrong
    /// @param mended before it was made good
    /// @param full when all was well again; -1 when that did not come
    /// @param note what there is to say besides
    record Played(Scenario scenario, long begun, long mended, long full, String note) {}
}
