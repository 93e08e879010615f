package dev.usher.gateway.estate.net;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a fault may lead to, for each gateway; whatever is not named here must not happen.
///
/// @param out whom it must stop routing to; only requests for these may fail
/// @param absent who must leave its roster
/// @param mayMiss who may leave its roster, or come and go
/// @param word what the sidecars of those that are `out` must say meanwhile; empty when that is not looked at
/// @param routingMillis the target for the last request given to whom it must stop routing to
/// @param rosterMillis the target for the moment when who must leave the roster is gone
record Expected(
        Map<String, Set<String>> out,
        Map<String, Set<String>> absent,
        Map<String, Set<String>> mayMiss,
        String word,
        long routingMillis,
        long rosterMillis) {

    static final long KILLED_ROUTING = 1_000;
    static final long KILLED_ROSTER = 3_000;
    static final long HUNG_ROUTING = 2_000;
    static final long HUNG_ROSTER = 5_000;

    Expected {
        out = Map.copyOf(out);
        absent = Map.copyOf(absent);
        mayMiss = Map.copyOf(mayMiss);
    }

    /// Nobody notices anything.
    static Expected nothing() {
        return new Expected(Map.of(), Map.of(), Map.of(), "", 0, 0);
    }

    Expected out(Collection<String> directors, long targetMillis) {
        return new Expected(everywhere(directors), absent, mayMiss, word, targetMillis, rosterMillis);
    }

    Expected out(String gateway, Collection<String> directors, long targetMillis) {
        return new Expected(and(out, gateway, directors), absent, mayMiss, word, targetMillis, rosterMillis);
    }

    Expected absent(Collection<String> directors, long targetMillis) {
        return new Expected(out, everywhere(directors), mayMiss, word, routingMillis, targetMillis);
    }

    Expected absent(String gateway, Collection<String> directors, long targetMillis) {
        return new Expected(out, and(absent, gateway, directors), mayMiss, word, routingMillis, targetMillis);
    }

    Expected mayMiss(Collection<String> directors) {
        return new Expected(out, absent, everywhere(directors), word, routingMillis, rosterMillis);
    }

    Expected mayMiss(String gateway, Collection<String> directors) {
        return new Expected(out, absent, and(mayMiss, gateway, directors), word, routingMillis, rosterMillis);
    }

    Expected saying(String said) {
        return new Expected(out, absent, mayMiss, said, routingMillis, rosterMillis);
    }

    private static Map<String, Set<String>> everywhere(Collection<String> directors) {
        var all = new HashMap<String, Set<String>>();
        NetEstate.GATEWAYS.forEach(gateway -> all.put(gateway, Set.copyOf(directors)));
        return all;
    }

    private static Map<String, Set<String>> and(
            Map<String, Set<String>> before, String gateway, Collection<String> directors) {
        var all = new HashMap<>(before);
        all.put(gateway, Set.copyOf(directors));
        return all;
    }

    Set<String> out(String gateway) {
        return out.getOrDefault(gateway, Set.of());
    }

    Set<String> absent(String gateway) {
        return absent.getOrDefault(gateway, Set.of());
    }

    boolean mayMiss(String gateway, String director) {
        return absent(gateway).contains(director)
                || mayMiss.getOrDefault(gateway, Set.of()).contains(director);
    }

    /// Whether a gateway sees all that must come.
    boolean cameTrue(String gateway, Sight sight) {
        var gone = List.copyOf(absent(gateway));
        return out(gateway).stream().noneMatch(sight.healthy()::contains)
                && gone.stream().noneMatch(sight.present()::contains)
                && (word.isEmpty()
                        || out(gateway).stream().allMatch(name -> {
                            var one = sight.directors().get(name);
                            return one != null && one.word().equals(word);
                        }));
    }
}
