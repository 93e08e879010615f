package dev.usher.gateway.estate;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.membership.time.Ticker;
import java.time.Duration;

/// What happens to the estate while the load goes on. Each step waits for what it should lead to, and then for a while
/// of load under it. *Confined to the thread of the test.*
final class Script {

    static final String KILLED = "director-1";
    static final String STOPPED = "director-2";
    static final String DRAINED = "director-3";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration WHOLE = Duration.ofSeconds(60);
    private static final Duration UNDER_IT = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final Estate estate;
    private final Load load;
    private final StateWatch states;
    private final Ticker ticker = Ticker.system();

    Script(Estate estate, Load load, StateWatch states) {
        this.estate = estate;
        this.load = load;
        this.states = states;
    }

    Moments play() {
        Estate.DIRECTORS.forEach(this::traffic);
        goOn(BETWEEN);

        long killBegun = now();
        estate.director(KILLED).kill();
        long killDone = now();
        changes(KILLED, false, killBegun);
        goOn(UNDER_IT);
        long restarted = now();
        estate.startDirector(KILLED);
        returned(KILLED, restarted);

        long stopBegun = now();
        estate.director(STOPPED).signal("STOP");
        long stopDone = now();
        changes(STOPPED, false, stopBegun);
        goOn(UNDER_IT);
        long continued = now();
        estate.director(STOPPED).signal("CONT");
        returned(STOPPED, continued);

        long drainAsked = now();
        verb("drain");
        long drainAnswered = now();
        holds("drained", () -> state(DRAINED).equals("drained"));
        long drained = now();
        goOn(UNDER_IT);
        long undrainAsked = now();
        verb("undrain");
        returned(DRAINED, undrainAsked);
        long undrained = now();

        long sidecarKilled = now();
        estate.sidecar(KILLED).kill();
        holds("the sidecar is missed", () -> connection(KILLED).equals("not_connected"));
        goOn(UNDER_IT);
        traffic(KILLED);
        holds("60 s of load", () -> load.age().compareTo(WHOLE) >= 0);
        return new Moments(
                killBegun,
                killDone,
                restarted,
                stopBegun,
                stopDone,
                continued,
                drainAsked,
                drainAnswered,
                drained,
                undrainAsked,
                undrained,
                sidecarKilled,
                now());
    }

    private void verb(String verb) {
        int code = estate.gateway().usher(verb, DRAINED);
        if (code != 0) {
            throw new AssertionError("usher " + verb + " ended with " + code);
        }
    }

    private void returned(String director, long since) {
        changes(director, true, since);
        traffic(director);
        goOn(BETWEEN);
    }

    private void changes(String director, boolean healthy, long since) {
        holds(
                director + (healthy ? " is in the rotation" : " is out of the rotation"),
                () -> states.first(director, healthy, since) != null);
    }

    /// Waits for some answers of `director` from now on.
    private void traffic(String director) {
        long before = load.answeredBy(director);
        holds(director + " gets traffic", () -> load.answeredBy(director) >= before + 50);
    }

    private void goOn(Duration time) {
        var until = load.age().plus(time);
        holds(time + " more of load", () -> load.age().compareTo(until) >= 0);
    }

    private static void holds(String what, java.util.function.BooleanSupplier condition) {
        Eventually.holds(what, LIMIT, condition);
    }

    private String state(String director) {
        return estate.gateway().office().director(director).getString("state");
    }

    private String connection(String director) {
        return estate.gateway().office().director(director).getString("connection");
    }

    private long now() {
        return ticker.epochMillis();
    }
}
