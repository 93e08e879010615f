package dev.usher.gateway.app;

import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.control.token.Carried;
import dev.usher.gateway.control.token.Closings;
import dev.usher.gateway.control.token.Revocations;
import dev.usher.gateway.control.token.Uses;
import dev.usher.gateway.core.signal.TokenTraffic;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.time.Duration;

/// What becomes of tokens on this gateway and is told to the others through the store; and that it lives, so that it is
/// waited for. *Thread-safe* as its parts are.
///
/// @param shared whether there can be other gateways
record TokenNews(
        Store store,
        String gateway,
        boolean shared,
        Revocations revocations,
        Closings closings,
        Uses uses,
        Carried carried) {

    /// How often it says that it lives; who is silent for 5 s is not waited for.
    private static final Duration ALIVE = Duration.ofSeconds(2);

    /// How long somebody who revokes a token waits for the other gateways.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    static TokenNews of(Keeping keeping, String gateway, TokenTraffic traffic, Ticker ticker, Timers timers) {
        var store = keeping.store();
        return new TokenNews(
                store,
                gateway,
                keeping.shared(),
                new Revocations(store, gateway, traffic),
                new Closings(store, gateway, ticker, timers, PATIENCE),
                new Uses(store, keeping.copies(), traffic, ticker),
                new Carried(store, gateway, keeping.shared(), traffic));
    }

    void start(Timers timers) {
        uses.follow(timers);
        carried.follow(timers);
        if (shared) {
            alive();
            timers.every(ALIVE, this::alive);
        }
    }

    private void alive() {
        store.keep(notes -> {
            notes.alive(gateway);
            return gateway;
        });
    }
}
