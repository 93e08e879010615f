package dev.usher.gateway.control.store;

import org.jspecify.annotations.Nullable;

/// What makes an estate one: its name, its highest epoch, its authorities, who enrolled, and which configuration each
/// managed cluster was given.
public final class Estate {

    private Estate() {}

    /// @param name random
    /// @param epoch the highest that was ever given to a directive
    public record Identity(String name, long epoch) {}

    /// An authority that signs.
    ///
    /// @param name as in `channel`, or the name of a cluster's mesh
    /// @param certificate PEM
    /// @param sealedKey PKCS #8, sealed
    public record AuthorityRow(String name, String certificate, Sealed sealedKey) {}

    /// A Director's enrolment key, and who came with it.
    ///
    /// @param digest of the newest key; null when there never was one
    /// @param usedEpochMillis when that key was used; 0 while it was not
    /// @param publicKey the SHA-256 of the public key that was certified last, or [#NOBODY]; null where it is
    /// not known, as in a store that was restored: then every certificate of the estate with that name is good
    public record EnrolmentRow(
            String director,
            @Nullable String digest,
            long usedEpochMillis,
            @Nullable String publicKey) {

        /// In place of a public key: no certificate is good before somebody enrols.
        public static final String NOBODY = "nobody";
    }

    /// The last configuration given to a managed cluster.
    ///
    /// @param content the SHA-256 of all that makes it differ from another one
    public record RevisionRow(String cluster, long number, String content) {}
}
