package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Snapshot;
import dev.usher.gateway.data.load.LiveExchange;
import dev.usher.gateway.data.load.LiveExchanges;
import org.jspecify.annotations.Nullable;

/// Judges live exchanges by a new picture: who would not be let in now is not let stay.
///
/// @param book hears of every exchange whose token is gone
record Rejudge(Snapshot snapshot, long nowMillis, LaneTokens book) {

    private static final Cause[] WHYS = {
        Cause.CLUSTER_DISABLED, Cause.ACL_DENIED, Cause.TOKEN_REVOKED, Cause.TOKEN_EXPIRED
    };

    void over(LiveExchanges live) {
        if (live.size() == 0) {
            return;
        }
        for (var why : WHYS) {
            live.cut(exchange -> is(why, exchange), why);
        }
    }

    private boolean is(Cause why, LiveExchange exchange) {
        boolean chosen = verdict(exchange) == why;
        var token = exchange.who().token();
        if (chosen && why == Cause.TOKEN_REVOKED && token != null) {
            book.ended(token);
        }
        return chosen;
    }

    private @Nullable Cause verdict(LiveExchange exchange) {
        var who = exchange.who();
        var before = who.routed().cluster();
        var now = snapshot.cluster(before.name());
        if (now == null || !now.enabled()) {
            return Cause.CLUSTER_DISABLED;
        }
        return now.equals(before) ? null : verdict(who, now);
    }

    private @Nullable Cause verdict(Authenticated who, Cluster now) {
        var restriction = now.restriction();
        if (restriction != null && !restriction.admits(who.routed().source())) {
            return Cause.ACL_DENIED;
        }
        var token = who.token();
        if (token == null) {
            return null;
        }
        var digest = token.digest();
        var known = now.tokens().find(digest.first(), digest.second(), digest.third(), digest.fourth());
        if (known == null) {
            return Cause.TOKEN_REVOKED;
        }
        return known.expiresAtMillis() <= nowMillis ? Cause.TOKEN_EXPIRED : null;
    }
}
