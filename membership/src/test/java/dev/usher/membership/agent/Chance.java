package dev.usher.membership.agent;

import java.util.List;
import java.util.Random;

/// All that is left to chance in one schedule. *Confined to one thread.*
record Chance(Random random) {

    boolean oneIn(int cases) {
        return random.nextInt(cases) == 0;
    }

    /// From 0 to `max`.
    long millis(int max) {
        return random.nextInt(max + 1);
    }

    <T> T of(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
