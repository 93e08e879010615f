package dev.usher.gateway.testkit;

import java.util.Random;
import java.util.function.Consumer;

/// Runs a property for many seeds; a failure names the seed that replays it.
public final class Seeds {

    private Seeds() {}

    /// Calls `property` with `count` different sources of chance.
    public static void forAll(int count, Consumer<Random> property) {
        for (long seed = 0; seed < count; seed++) {
            try {
                property.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
