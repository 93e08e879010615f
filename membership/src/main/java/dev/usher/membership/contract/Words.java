package dev.usher.membership.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.usher.membership.contract.proto.DirectorWord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Turns words into bytes and back, for one cluster.
///
/// Bytes come from other processes: what is too long, no word, or another's word counts as silence and is logged once
/// per
/// key. *Thread-safe: what was logged stands in a concurrent set.*
public final class Words {

    public static final int BYTES_MAX = 16 * 1024;

    private static final Logger LOG = System.getLogger(Words.class.getName());
    private static final int LOGGED_MAX = 64;

    private final String cluster;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    public Words(String cluster) {
        this.cluster = cluster;
    }

    public byte[] encode(DirectorWord word) {
        var bytes = word.toByteArray();
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("word of " + word.getDirector() + ": " + bytes.length
                    + " bytes (expected: at most " + BYTES_MAX + ")");
        }
        return bytes;
    }

    /// The word under the key `director`, or null where there is none that can be believed.
    public @Nullable DirectorWord decode(String director, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length > BYTES_MAX) {
            return ignored(director, bytes.length + " bytes (expected: at most " + BYTES_MAX + ")");
        }
        try {
            var word = DirectorWord.parseFrom(bytes);
            if (!word.getDirector().equals(director) || !word.getCluster().equals(cluster)) {
                return ignored(
                        director,
                        "speaks of " + word.getDirector() + " in " + word.getCluster() + " (expected: " + director
                                + " in " + cluster + ")");
            }
            return word;
        } catch (InvalidProtocolBufferException e) {
            return ignored(director, "no word: " + e.getMessage());
        }
    }

    private @Nullable DirectorWord ignored(String director, String why) {
        if (logged.size() < LOGGED_MAX && logged.add(director)) {
            LOG.log(Level.WARNING, "roster of {0}: ignoring the value of {1}: {2}", cluster, director, why);
        }
        return null;
    }
}
