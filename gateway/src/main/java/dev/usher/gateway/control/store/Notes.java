package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import java.util.Map;

/// A transaction in which a gateway keeps something for itself and for the other gateways.
public interface Notes extends Records {

    void put(SessionRow session);

    void removeSession(String digest);

    /// Removes sessions that were not used since then, or made before then.
    void removeSessions(long usedBeforeEpochMillis, long createdBeforeEpochMillis);

    /// When tokens were used last, by id; never moves back.
    void used(Map<String, Long> tokens);

    void put(Estate.Identity estate);

    void put(Estate.AuthorityRow authority);

    void put(Estate.EnrolmentRow enrolment);

    void put(Estate.RevisionRow revision);

    /// Whether a configuration is in force at a Director.
    void delivered(DirectorName director, boolean delivered);

    /// This gateway lives.
    void alive(String gateway);

    /// So many connections are open at this gateway by these tokens, and none by others. It lives, too.
    void carries(String gateway, Map<TokenDigest, Integer> connections);

    /// This gateway closed so many connections for a revoked token.
    void closed(String token, String gateway, int connections);
}
