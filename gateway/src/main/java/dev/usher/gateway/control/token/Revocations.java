package dev.usher.gateway.control.token;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.Copy;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.signal.TokenTraffic;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Notes how many connections this gateway ended for each token that was revoked, 0 too: so whoever revoked it learns
/// that it is good here no longer. *Confined to one thread at a time.*
public final class Revocations {

    private static final System.Logger LOG = System.getLogger(Revocations.class.getName());

    private final Store store;
    private final String gateway;
    private final TokenTraffic traffic;
    private @Nullable Copy before;

    /// @param gateway this one's name
    public Revocations(Store store, String gateway, TokenTraffic traffic) {
        this.store = store;
        this.gateway = gateway;
        this.traffic = traffic;
    }

    /// `copy` has become the picture by which the data plane judges.
    public void published(Copy copy) {
        var last = before;
        before = copy;
        var gone = last == null ? Map.<String, TokenDigest>of() : gone(last, copy);
        if (!gone.isEmpty()) {
            traffic.ended(new HashSet<>(gone.values()))
                    .thenCompose(counts -> store.keep(notes -> note(notes, gone, counts)))
                    .whenComplete((_, problem) -> {
                        if (problem != null) {
                            LOG.log(
                                    Level.WARNING,
                                    "the end of connections of {0} revoked tokens was not noted: {1}",
                                    gone.size(),
                                    problem.getMessage());
                        }
                    });
        }
    }

    /// Tokens of a cluster that is still there, which were good in `last` and are not any more, by id; and those of
    /// declared clusters that have been revoked since.
    private static Map<String, TokenDigest> gone(Copy last, Copy now) {
        var gone = new HashMap<String, TokenDigest>();
        var clusters = now.clusters().stream().map(ClusterRow::name).collect(Collectors.toSet());
        for (var token : last.tokens()) {
            if (!revoked(token) && clusters.contains(token.cluster())) {
                gone.put(token.id(), token.digest());
            }
        }
        var known = new HashSet<String>();
        last.tokens().stream().filter(Revocations::revoked).forEach(token -> known.add(token.id()));
        for (var token : now.tokens()) {
            if (!revoked(token)) {
                gone.remove(token.id());
            } else if (!known.contains(token.id())) {
                gone.put(token.id(), token.digest());
            }
        }
        return gone;
    }

    private static boolean revoked(TokenRow token) {
        return token.revokedEpochMillis() != null;
    }

    /// One that was removed has no row any more, and nobody asks for it.
    private int note(Notes notes, Map<String, TokenDigest> gone, Map<TokenDigest, Integer> counts) {
        gone.forEach((id, digest) -> notes.token(id)
                .filter(Revocations::revoked)
                .ifPresent(_ -> notes.closed(id, gateway, counts.getOrDefault(digest, 0))));
        return gone.size();
    }
}
