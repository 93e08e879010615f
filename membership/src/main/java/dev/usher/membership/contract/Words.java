package dev.usher.membership.contract;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.contract.proto.RosterEntry;
import org.jspecify.annotations.Nullable;

/// Turns words into the roster's values and back, for one cluster. Whether a word is signed as it should be is asked
/// elsewhere. *Immutable.*
public final class Words {

    public static final int BYTES_MAX = 16 * 1024;

    private final String cluster;

    /// What a value turned out to be.
    public sealed interface Reading {

        /// A word that speaks of the Director whose name is its key.
        ///
        /// @param entry how it came
        record Word(DirectorWord word, RosterEntry entry) implements Reading {}

        /// Too long, no word, or a word on somebody else.
        record Nonsense(String why) implements Reading {}
    }

    public Words(String cluster) {
        this.cluster = cluster;
    }

    /// The value that holds `word` without a signature.
    public byte[] encode(DirectorWord word) {
        return encode(word.toByteArray(), new byte[0], new byte[0]);
    }

    /// The value that holds a signed word.
    ///
    /// @param word the very bytes that were signed
    /// @param certificate of the key that signed them, DER
    public byte[] encode(byte[] word, byte[] signature, byte[] certificate) {
        var bytes = RosterEntry.newBuilder()
                .setWord(ByteString.copyFrom(word))
                .setSignature(ByteString.copyFrom(signature))
                .setCertificate(ByteString.copyFrom(certificate))
                .build()
                .toByteArray();
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a word with " + bytes.length + " bytes (expected: at most " + BYTES_MAX + ")");
        }
        return bytes;
    }

    /// What stands under the key `director`. Bytes come from other processes.
    public Reading read(String director, byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            return new Reading.Nonsense(bytes.length + " bytes (expected: at most " + BYTES_MAX + ")");
        }
        try {
            var entry = RosterEntry.parseFrom(bytes);
            var word = DirectorWord.parseFrom(entry.getWord());
            if (word.getDirector().equals(director) && word.getCluster().equals(cluster)) {
                return new Reading.Word(word, entry);
            }
            return new Reading.Nonsense("a word on somebody else (expected: on " + director + " in " + cluster + ")");
        } catch (InvalidProtocolBufferException e) {
            return new Reading.Nonsense("no word: " + e.getMessage());
        }
    }

    /// The word under the key `director`, signed or not; null where there is none.
    public @Nullable DirectorWord decode(String director, byte @Nullable [] bytes) {
        return bytes != null && read(director, bytes) instanceof Reading.Word(var word, var _) ? word : null;
    }
}
