package dev.usher.gateway.data.pipeline;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import dev.usher.gateway.core.exchange.Routed;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.core.snapshot.Token;
import dev.usher.gateway.data.account.ListenerMeters;
import dev.usher.gateway.data.acl.AclStage;
import dev.usher.gateway.data.load.Lease;
import dev.usher.gateway.data.relay.http.Credential;
import dev.usher.gateway.data.relay.http.Head;
import dev.usher.gateway.data.relay.http.HttpDesk;
import dev.usher.gateway.data.relay.http.HttpExchange;
import dev.usher.gateway.data.route.RouteStage;
import java.time.Duration;
import java.util.List;

/// The order in which a request is judged, and the one end that every exchange comes to.
///
/// *Confined to one event loop.*
final class ListenerDesk implements HttpDesk {

    private static final AccessList NOBODY = AccessList.of(List.of());

    private final Lane lane;
    private final Lanes lanes;
    private final Shared shared;
    private final ListenerMeters meters;
    private final Duration connectTimeout;

    ListenerDesk(Lane lane, Lanes lanes, Shared shared, ListenerMeters meters, Duration connectTimeout) {
        this.lane = lane;
        this.lanes = lanes;
        this.shared = shared;
        this.meters = meters;
        this.connectTimeout = connectTimeout;
    }

    @Override
    public AccessList trustedProxies(Accepted accepted) {
        var listener = lane.snapshot().listener(accepted.listener());
        return listener == null ? NOBODY : listener.trustedProxies();
    }

    @Override
    public Verdict<Authenticated> judge(Admitted admitted, IpAddress source, Head request, Credential shown) {
        var snapshot = lane.snapshot();
        var listener = snapshot.listener(admitted.accepted().listener());
        if (listener == null) {
            return new Verdict.Refused<>(Cause.NOT_READY);
        }
        return switch (RouteStage.route(snapshot, listener, admitted, source, request)) {
            case Verdict.Refused(var why) -> new Verdict.Refused<>(why);
            case Verdict.Passed(var routed) -> judge(routed, shown);
        };
    }

    private Verdict<Authenticated> judge(Routed routed, Credential shown) {
        var denied = AclStage.forCluster(routed);
        if (denied != null) {
            return new Verdict.Refused<>(denied);
        }
        var verdict = lane.tokens()
                .judge(
                        routed,
                        shown.bytes(),
                        shown.start(),
                        shown.length(),
                        shared.ticker().epochMillis());
        if (verdict instanceof Verdict.Passed(Authenticated(var _, Token token))) {
            lane.tokenBook().used(token);
        }
        return verdict;
    }

    @Override
    public void assign(HttpExchange exchange) {
        Assignment.find(lane, shared, connectTimeout, exchange);
    }

    @Override
    public boolean mayRetry(HttpExchange exchange) {
        return lane.mayRetry(exchange);
    }

    @Override
    public void directorFailed(Lease lease, String reason) {
        var director = lease.director();
        if (director.eject(reason, shared.ticker().nanos())) {
            shared.ejected().accept(director);
        }
    }

    @Override
    public void closed(HttpExchange exchange) {
        var story = exchange.story();
        var who = exchange.whoIfJudged();
        var cause = story.cause();
        if (cause != null) {
            meters.refused(cause);
        }
        var exchangeMeters = who == null
                ? meters.unrouted()
                : meters.to(who.routed().cluster().name());
        exchangeMeters.finished(story.status(), story.totalNanos(), story.bytesIn(), story.bytesOut());
        for (int i = 0; i < story.retries(); i++) {
            exchangeMeters.retried();
        }
        if (shared.told()) {
            shared.log().write(line(exchange));
        }
    }

    private Closed line(HttpExchange exchange) {
        var story = exchange.story();
        var who = exchange.whoIfJudged();
        var routed = who == null ? null : who.routed();
        var token = who == null ? null : who.token();
        var director = story.director();
        var accepted = exchange.accepted();
        return new Closed(
                shared.ticker().epochMillis() - story.totalNanos() / 1_000_000,
                accepted.listener(),
                story.source(),
                accepted.peer(),
                routed == null ? null : routed.cluster().name(),
                routed == null ? null : routed.service(),
                director == null ? null : director.name(),
                token == null ? null : token.name(),
                story.requestId(),
                story.method(),
                story.path(),
                story.protocol(),
                story.status(),
                story.cause(),
                story.detail(),
                story.bytesIn(),
                story.bytesOut(),
                story.retries(),
                story.timings());
    }

    @Override
    public void silent(Admitted admitted) {
        meters.refused(Cause.IDLE_TIMEOUT);
        shared.log().write(Refused.line(shared.ticker(), admitted.accepted(), Cause.IDLE_TIMEOUT, admitted.secure()));
    }

    @Override
    public void disconnected(Admitted admitted) {
        meters.connectionClosed();
    }

    @Override
    public boolean closing() {
        return lanes.closing();
    }
}
