package dev.usher.gateway.estate.net;

import static dev.usher.gateway.estate.net.Expected.HUNG_ROSTER;
import static dev.usher.gateway.estate.net.Expected.HUNG_ROUTING;
import static dev.usher.gateway.estate.net.Expected.KILLED_ROSTER;
import static dev.usher.gateway.estate.net.Expected.KILLED_ROUTING;
import static dev.usher.gateway.estate.net.Expected.nothing;
import static dev.usher.gateway.estate.net.Network.Cargo.ALL;
import static dev.usher.gateway.estate.net.Network.Cargo.COORDINATION;
import static dev.usher.gateway.estate.net.Scenario.HOLD;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// All that is done to an estate, one after the other. Each begins with all well, and must end so without help.
final class Scenarios {

    private static final Duration LONG = Duration.ofSeconds(7);

    private static final Duration JOINED = Duration.ofSeconds(90);

    private final NetEstate estate;
    private final Network network;
    private final List<String> all;
    private final String one;
    private final List<String> minority;
    private final List<String> majority;

    Scenarios(NetEstate estate) {
        this.estate = estate;
        this.network = estate.network();
        this.all = estate.directors();
        this.one = all.get(1);
        int half = all.size() / 2;
        this.minority = all.subList(0, half);
        this.majority = all.subList(half, all.size());
    }

    List<Scenario> all() {
        return Stream.of(processes(), cuts(), restarts(), startsAmongTheHung(), clocks(), weather())
                .flatMap(List::stream)
                .toList();
    }

    private List<Scenario> processes() {
        var dead = List.of(one);
        return List.of(
                new Scenario(
                        "Director and sidecar killed",
                        () -> {
                            estate.director(one).kill();
                            estate.sidecar(one).kill();
                        },
                        HOLD,
                        silently(() -> {
                            estate.startDirector(one);
                            estate.startSidecar(one);
                        }),
                        nothing().out(dead, KILLED_ROUTING).absent(dead, KILLED_ROSTER)),
                new Scenario(
                        "Director killed, sidecar alive",
                        () -> estate.director(one).kill(),
                        HOLD,
                        silently(() -> estate.startDirector(one)),
                        nothing().out(dead, KILLED_ROUTING).saying("unhealthy")),
                new Scenario(
                        "sidecar killed, Director alive",
                        () -> estate.sidecar(one).kill(),
                        HOLD,
                        silently(() -> estate.startSidecar(one)),
                        nothing().absent(dead, KILLED_ROSTER)),
                stopped(
                        "Director stopped",
                        () -> List.of(estate.director(one)),
                        nothing().out(dead, HUNG_ROUTING).saying("unhealthy")),
                stopped(
                        "sidecar stopped",
                        () -> List.of(estate.sidecar(one)),
                        nothing().absent(dead, HUNG_ROSTER)),
                stopped(
                        "both stopped",
                        () -> List.of(estate.director(one), estate.sidecar(one)),
                        nothing().out(dead, HUNG_ROUTING).absent(dead, HUNG_ROSTER)));
    }

    private interface Processes {
        List<JavaProcess> get();
    }

    private static Scenario stopped(String name, Processes which, Expected expected) {
        return new Scenario(
                name,
                () -> which.get().forEach(process -> process.signal("STOP")),
                HOLD,
                silently(() -> which.get().forEach(process -> process.signal("CONT"))),
                expected);
    }

    private List<Scenario> cuts() {
        var lost = List.of(one);
        var gone = nothing().out(lost, HUNG_ROUTING).absent(lost, HUNG_ROSTER);
        return List.of(
                new Scenario(
                        "cable of a node pulled",
                        () -> network.link(one, false),
                        HOLD,
                        silently(() -> network.link(one, true)),
                        gone),
                cut("a node is not heard, but hears", () -> network.drop(ALL, lost, but(lost)), gone),
                cut("a node is heard, but hears nobody", () -> network.drop(ALL, but(lost), lost), gone),
                cut(
                        "members split, gateways reach all",
                        () -> network.cut(COORDINATION, minority, majority),
                        nothing().mayMiss(all)),
                cut(
                        "estate split, a gateway on each side",
                        () -> network.cut(ALL, with(minority, "g2"), with(majority, "g1")),
                        nothing()
                                .out("g1", minority, HUNG_ROUTING)
                                .absent("g1", minority, HUNG_ROSTER)
                                .out("g2", majority, HUNG_ROUTING)
                                .absent("g2", majority, HUNG_ROSTER)
                                // When its side joins the other one, its members come anew.
                                .mayMiss("g2", minority)),
                cut(
                        "a gateway hears no member",
                        () -> network.cut(COORDINATION, List.of("g1"), all),
                        nothing().mayMiss("g1", all)));
    }

    private Scenario cut(String name, Scenario.Step cut, Expected expected) {
        var hold = expected.absent().isEmpty() ? LONG : HOLD;
        return new Scenario(name, cut, hold, silently(network::heal), expected);
    }

    private List<Scenario> restarts() {
        return List.of(
                restart("all sidecars stopped, then started", JavaProcess::terminate),
                restart("all sidecars killed, then started", JavaProcess::kill));
    }

    /// One of them is started anew while others hang: with some left it joins those, else it waits.
    private List<Scenario> startsAmongTheHung() {
        var newcomer = all.getLast();
        return List.of(
                new Scenario(
                        "sidecar started while another hangs",
                        () -> {
                            hang(List.of(one));
                            estate.sidecar(newcomer).kill();
                            Eventually.holds(
                                    newcomer + " is missed",
                                    JOINED,
                                    () -> NetEstate.GATEWAYS.stream().noneMatch(gateway -> sees(gateway, newcomer)));
                            estate.startSidecar(newcomer);
                            Eventually.holds(
                                    newcomer + " is there again",
                                    JOINED,
                                    () -> NetEstate.GATEWAYS.stream().allMatch(gateway -> sees(gateway, newcomer)));
                        },
                        HOLD,
                        silently(() -> goOn(List.of(one))),
                        nothing().absent(List.of(one), 2 * HUNG_ROSTER).mayMiss(List.of(newcomer))),
                new Scenario(
                        "sidecar started while all others hang",
                        () -> {
                            hang(but(newcomer));
                            anew(newcomer);
                        },
                        LONG,
                        silently(() -> goOn(but(newcomer))),
                        nothing().mayMiss(all)));
    }

    private void anew(String director) {
        estate.sidecar(director).kill();
        estate.startSidecar(director);
    }

    private boolean sees(String gateway, String director) {
        var sight = estate.lookout(gateway).now();
        return sight != null && sight.present().contains(director);
    }

    private void hang(Collection<String> directors) {
        directors.forEach(director -> estate.sidecar(director).signal("STOP"));
    }

    private void goOn(Collection<String> directors) {
        directors.forEach(director -> estate.sidecar(director).signal("CONT"));
    }

    private List<String> but(String director) {
        return all.stream().filter(name -> !name.equals(director)).toList();
    }

    private interface End {
        void of(JavaProcess process);
    }

    /// The documented way to another version of Hazelcast: stop all, then start all.
    private Scenario restart(String name, End end) {
        return new Scenario(
                name,
                () -> {
                    all.forEach(director -> end.of(estate.sidecar(director)));
                    all.forEach(director -> estate.sidecar(director).exitCode(30));
                },
                HOLD,
                silently(() -> all.forEach(estate::startSidecar)),
                nothing().absent(all, 2 * HUNG_ROSTER));
    }

    private List<Scenario> clocks() {
        return List.of(jump("+3h", "3 h forwards"), jump("-6h", "6 h backwards"));
    }

    private Scenario jump(String offset, String inWords) {
        var sidecar = estate.elsewhen();
        return new Scenario(
                "clock of a sidecar jumps " + inWords + " and returns",
                () -> estate.otherTime(sidecar, offset, true),
                Duration.ofSeconds(6),
                silently(() -> estate.otherTime(sidecar, "+0", false)),
                nothing());
    }

    /// Last, as what was lost in bad weather has an echo.
    private List<Scenario> weather() {
        return List.of(
                weather("5 % loss, 50 ms, between members and to gateways", 50, 5, nothing()),
                weather(
                        "30 % loss, 200 ms, between members and to gateways",
                        200, 30, nothing().mayMiss(all)));
    }

    private Scenario weather(String name, int delayMillis, int lossPercent, Expected expected) {
        var wires = new ArrayList<SlowWires>();
        return new Scenario(
                name,
                () -> wires.add(estate.slow(delayMillis, lossPercent, COORDINATION)),
                LONG,
                () -> {
                    var dropped = wires.getLast().dropped();
                    wires.getLast().close();
                    return dropped + " frames lost";
                },
                expected);
    }

    private static Scenario.Mending silently(Scenario.Step step) {
        return () -> {
            step.act();
            return "";
        };
    }

    private List<String> but(Collection<String> some) {
        return network.names().stream().filter(name -> !some.contains(name)).toList();
    }

    private static List<String> with(List<String> some, String more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
