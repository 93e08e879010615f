package dev.usher.gateway.control.roster;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.membership.contract.Words;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was heard of each Director, and when it last became newer by this gateway's own clock.
///
/// The first word found may be as old as it likes; one that appears, grows or comes from another member while the
/// gateway watches is new. *Confined to one thread.*
final class Hearing {

    private static final int VERSION_CHARACTERS_MAX = 64;

    /// @param word null while the Director says nothing
    /// @param advanced whether the word became newer while it was watched
    private record Heard(@Nullable DirectorWord word, boolean advanced, long atNanos) {}

    private final Words words;
    private final Map<DirectorName, Heard> heard = new HashMap<>();

    Hearing(Words words) {
        this.words = words;
    }

    /// Takes in what stands in the map under a Director's name.
    void take(DirectorName director, byte @Nullable [] bytes, long now) {
        var word = words.decode(director.value(), bytes);
        var before = heard.get(director);
        if (before == null) {
            heard.put(director, new Heard(word, false, now));
        } else if (word == null) {
            heard.put(director, new Heard(null, false, now));
        } else if (newer(before.word, word)) {
            heard.put(director, new Heard(word, true, now));
        }
    }

    /// Everybody's last word.
    ///
    /// @param members who is there: for whom each member speaks, by the member's identity
    List<RosterWord> words(Map<String, String> members) {
        return heard.entrySet().stream()
                .filter(entry -> entry.getValue().word != null)
                .map(entry -> word(entry.getKey(), entry.getValue(), members))
                .toList();
    }

    private static RosterWord word(DirectorName director, Heard heard, Map<String, String> members) {
        var word = Objects.requireNonNull(heard.word);
        return new RosterWord(
                director,
                state(word.getState()),
                version(word.getVersion()),
                word.getConfigRevision(),
                director.value().equals(members.get(word.getMember())),
                heard.advanced,
                heard.atNanos);
    }

    private static boolean newer(@Nullable DirectorWord before, DirectorWord word) {
        return before == null
                || !before.getMember().equals(word.getMember())
                || Long.compareUnsigned(word.getSequence(), before.getSequence()) > 0;
    }

    private static String version(String version) {
        return version.length() <= VERSION_CHARACTERS_MAX ? version : version.substring(0, VERSION_CHARACTERS_MAX);
    }

    private static RosterWord.State state(DirectorState state) {
        return switch (state) {
            case STARTING -> RosterWord.State.STARTING;
            case HEALTHY -> RosterWord.State.HEALTHY;
            case UNHEALTHY -> RosterWord.State.UNHEALTHY;
            case DRAINING -> RosterWord.State.DRAINING;
            case DISABLED -> RosterWord.State.DISABLED;
            case UPDATING -> RosterWord.State.UPDATING;
            case DIRECTOR_STATE_UNSPECIFIED, UNRECOGNIZED -> RosterWord.State.UNKNOWN;
        };
    }
}
