package dev.usher.gateway.estate.net;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.membership.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Plays scenarios one after the other while events are sent. *Confined to the thread of the test.*
final class Play {

    private static final Duration COMES = Duration.ofSeconds(40);
    private static final Duration FULL = Duration.ofSeconds(90);
    private static final Duration LULL = Duration.ofMillis(400);
    private static final Duration STAYS = Duration.ofSeconds(5);
    private static final int ANSWERS = 5;

    private final NetEstate estate;
    private final Traffic traffic;
    private final Ticker ticker = Ticker.system();
    private final List<String> faults = new ArrayList<>();

    Play(NetEstate estate, Traffic traffic) {
        this.estate = estate;
        this.traffic = traffic;
    }

    /// What did not come that had to.
    List<String> faults() {
        return faults;
    }

    /// Plays them all, or up to the one after which not all was well again.
    List<Scenario.Played> all(List<Scenario> scenarios) {
        var played = new ArrayList<Scenario.Played>();
        for (var scenario : scenarios) {
            played.add(one(scenario));
            if (played.getLast().full() < 0) {
                break;
            }
        }
        return played;
    }

    private Scenario.Played one(Scenario scenario) {
        lull(LULL);
        long begun = ticker.epochMillis();
        broken(scenario);
        came(scenario.name() + ": what must come", COMES, () -> cameTrue(scenario.expected()));
        lull(scenario.hold());
        long mended = ticker.epochMillis();
        var note = scenario.mends().act();
        boolean full = came(scenario.name() + ": all is well again", FULL, () -> estate.full() && served(mended));
        full = full && stays(scenario);
        long end = full ? Math.max(mended, ticker.epochMillis() - stayed(scenario)) : -1;
        lull(LULL);
        var row = new Scenario.Played(scenario, begun, mended, end, note);
        System.out.println(estate.directors().size() + " Directors: " + scenario.name() + ": " + (mended - begun)
                + " ms, then " + (end - mended) + " ms " + note);
        return row;
    }

    private void broken(Scenario scenario) {
        try {
            scenario.breaks().act();
        } catch (AssertionError late) {
            faults.add(scenario.name() + ": " + late.getMessage());
        }
    }

    private static long stayed(Scenario scenario) {
        return scenario.expected().mayMiss().isEmpty() ? 0 : STAYS.toMillis();
    }

    /// Where members may have lost each other in several pieces, they find each other one by one: all is well only when
    /// it stays so.
    private boolean stays(Scenario scenario) {
        if (scenario.expected().mayMiss().isEmpty()) {
            return true;
        }
        return came(scenario.name() + ": all stays well", FULL, () -> estate.fullFor(ticker.epochMillis(), STAYS));
    }

    private boolean cameTrue(Expected expected) {
        return NetEstate.GATEWAYS.stream().allMatch(gateway -> {
            var sight = estate.lookout(gateway).now();
            return sight != null && expected.cameTrue(gateway, sight);
        });
    }

    /// Whether every Director has answered through every gateway since then.
    private boolean served(long sinceMillis) {
        return NetEstate.GATEWAYS.stream()
                .allMatch(gateway -> estate.directors().stream()
                        .allMatch(director -> traffic.answered(gateway, director, sinceMillis) >= ANSWERS));
    }

    private boolean came(String what, Duration limit, BooleanSupplier condition) {
        try {
            Eventually.holds(what, limit, condition);
            return true;
        } catch (AssertionError late) {
            NetEstate.GATEWAYS.forEach(gateway -> faults.add(late.getMessage() + "; " + gateway + " sees "
                    + estate.lookout(gateway).now()));
            return false;
        }
    }

    private void lull(Duration time) {
        long until = ticker.nanos() + time.toNanos();
        Eventually.holds(time + " of traffic", time.plusSeconds(30), () -> ticker.nanos() - until >= 0);
    }
}
