package dev.usher.gateway.control.roster;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.membership.contract.Words;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.contract.proto.RosterEntry;
import dev.usher.membership.mesh.SignatureCheck;
import java.util.Arrays;
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

    private final Words words;
    private final @Nullable SignatureCheck signatures;
    private final Doubts doubts;
    private final Map<DirectorName, Heard> heard = new HashMap<>();
    private final Map<DirectorName, byte[]> believed = new HashMap<>();

    /// @param word the last one that was believed; null when there never was one
    /// @param silent whether nothing stands there any more
    /// @param advanced whether the word became newer while it was watched
    private record Heard(@Nullable DirectorWord word, boolean silent, boolean advanced, long atNanos) {}

    /// @param signatures null in a cluster whose words are not signed
    Hearing(Words words, @Nullable SignatureCheck signatures, Doubts doubts) {
        this.words = words;
        this.signatures = signatures;
        this.doubts = doubts;
    }

    /// Takes in what stands in the map under a Director's name. What is not believed changes nothing: the last word
    /// that was stays, and grows old.
    ///
    /// @param members who is there: for whom each member speaks, by the member's identity
    void take(DirectorName director, byte @Nullable [] bytes, Map<String, String> members, long now) {
        if (bytes == null) {
            // What it said is remembered: whoever removes a word must not make an older one of it new again.
            heard.merge(
                    director,
                    new Heard(null, true, false, now),
                    (before, _) -> new Heard(before.word, true, before.advanced, before.atNanos));
            believed.remove(director);
            doubts.believed(director);
        } else if (Arrays.equals(believed.get(director), bytes)) {
            doubts.believed(director);
        } else {
            read(director, bytes, members, now);
        }
    }

    private void read(DirectorName director, byte[] bytes, Map<String, String> members, long now) {
        switch (words.read(director.value(), bytes)) {
            case Words.Reading.Nonsense(var why) -> doubts.disbelieved(director, bytes, Disbelief.NONSENSE, why);
            case Words.Reading.Word(var word, var entry) -> {
                var disbelief = disbelief(director, word, entry, members);
                if (disbelief == null) {
                    heard.merge(
                            director,
                            new Heard(word, false, false, now),
                            (before, _) -> word.equals(before.word)
                                    ? new Heard(word, false, before.advanced, before.atNanos)
                                    : new Heard(word, false, true, now));
                    believed.put(director, bytes);
                    doubts.believed(director);
                } else {
                    doubts.disbelieved(
                            director, bytes, disbelief, "by " + word.getMember() + ", " + word.getSequence());
                }
            }
        }
    }

    private @Nullable Disbelief disbelief(
            DirectorName director, DirectorWord word, RosterEntry entry, Map<String, String> members) {
        if (signatures != null) {
            var refusal = signatures.refuses(
                    director.value(),
                    entry.getWord().toByteArray(),
                    entry.getSignature().toByteArray(),
                    entry.getCertificate().toByteArray());
            if (refusal != null) {
                return Disbelief.of(refusal);
            }
        }
        if (!director.value().equals(members.get(word.getMember()))) {
            return Disbelief.ABSENT_MEMBER;
        }
        var before = heard.get(director);
        boolean back = before != null && before.silent && word.equals(before.word);
        return before == null || back || newer(before.word, word) ? null : Disbelief.REPLAYED;
    }

    /// Everybody's last word.
    ///
    /// @param members who is there: for whom each member speaks, by the member's identity
    List<RosterWord> words(Map<String, String> members) {
        return heard.entrySet().stream()
                .filter(entry -> entry.getValue().word != null && !entry.getValue().silent)
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

    /// Another member's word is news whatever its number: that member is present, and the one before it may be one that
    /// lost count.
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
