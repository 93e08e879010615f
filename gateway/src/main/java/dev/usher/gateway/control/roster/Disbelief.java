package dev.usher.gateway.control.roster;

import dev.usher.membership.mesh.Refusal;
import java.util.Locale;

/// Why a value of the roster is not believed.
enum Disbelief {
    /// It is no word on the Director under whose name it stands.
    NONSENSE,
    /// It carries no signature, in a cluster whose words are signed.
    UNSIGNED,
    /// Its certificate is nobody's of this cluster.
    UNTRUSTED,
    /// Its certificate is not valid now.
    EXPIRED,
    /// Its certificate is somebody else's.
    WRONG_NAME,
    /// Its signature is not that of its certificate's key.
    SIGNATURE,
    /// It was spoken by no member that is present for that Director.
    ABSENT_MEMBER,
    /// It is not newer than what the same member said before.
    REPLAYED;

    /// As it is written in metrics and logs, where reasons of the mesh stand beside it.
    String word() {
        return "word_" + name().toLowerCase(Locale.ROOT);
    }

    static Disbelief of(Refusal refusal) {
        return switch (refusal) {
            case NO_CERTIFICATE -> UNSIGNED;
            case EXPIRED -> EXPIRED;
            case WRONG_NAME -> WRONG_NAME;
            case SIGNATURE -> SIGNATURE;
            case UNTRUSTED, PLAINTEXT, ALPN, TLS, TIMEOUT, LIMIT, REFUSED_US -> UNTRUSTED;
        };
    }
}
