package dev.usher.gateway.estate.net;

import dev.usher.gateway.testkit.Eventually;
import dev.usher.gateway.testkit.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Wires that lose and delay what some nodes send, from when it is made until it is closed.
final class SlowWires implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Pattern COUNT = Pattern.compile("dropped (\\d+) of (\\d+)");

    private final Network network;
    private final List<String> nodes;
    private final JavaProcess process;

    SlowWires(Network network, List<String> nodes, Path log, int delayMillis, int lossPercent, Network.Cargo cargo) {
        this.network = network;
        this.nodes = nodes;
        var arguments = new ArrayList<String>();
        arguments.add(Integer.toString(delayMillis));
        arguments.add(Integer.toString(lossPercent));
        arguments.add(cargo.name().toLowerCase(java.util.Locale.ROOT));
        arguments.addAll(nodes);
        log.toFile().delete();
        process = JavaProcess.after(
                network.atSwitch(), log, JavaProcess.LEAN, SlowWire.class, arguments.toArray(String[]::new));
        Eventually.holds("the wires are there", START, () -> process.said().contains("ready"));
        network.detour(nodes);
    }

    /// How many frames it dropped, of how many, in words.
    String dropped() {
        var last = "none yet";
        var count = COUNT.matcher(process.said());
        while (count.find()) {
            last = count.group(1) + " of " + count.group(2);
        }
        return last;
    }

    @Override
    public void close() {
        network.straight(nodes);
        process.close();
    }
}
