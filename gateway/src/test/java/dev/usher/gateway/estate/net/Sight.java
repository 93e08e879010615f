package dev.usher.gateway.estate.net;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a gateway says of its cluster from a moment on.
///
/// @param sinceMillis when it was asked, by the wall clock
/// @param have how many members it counts
/// @param quorum whether it says that they are enough
/// @param heard whether its roster is connected
/// @param directors each by its name
record Sight(long sinceMillis, int have, boolean quorum, boolean heard, Map<String, One> directors) {

    Sight {
        directors = Map.copyOf(directors);
    }

    /// A Director.
    ///
    /// @param state as the gateway goes by
    /// @param present whether its sidecar is in the roster
    /// @param word what the sidecar says; empty when nothing
    record One(String state, boolean present, String word) {

        boolean healthy() {
            return state.equals("healthy");
        }
    }

    boolean same(Sight other) {
        return have == other.have
                && quorum == other.quorum
                && heard == other.heard
                && directors.equals(other.directors);
    }

    Set<String> present() {
        return names(One::present);
    }

    Set<String> healthy() {
        return names(One::healthy);
    }

    /// Whether nothing is missing.
    boolean full() {
        return quorum
                && have == directors.size()
                && directors.values().stream()
                        .allMatch(one -> one.healthy() && one.present() && one.word.equals("healthy"));
    }

    private Set<String> names(java.util.function.Predicate<One> which) {
        return directors.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
