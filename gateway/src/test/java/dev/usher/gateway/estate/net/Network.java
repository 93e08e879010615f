package dev.usher.gateway.estate.net;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Machines of their own on one switch: a network namespace for each, and one with the bridge between them, where
/// everything that passes can be dropped. Nothing of it touches the network of this machine.
final class Network implements AutoCloseable {

    private static final String TABLE = """
            table bridge faults {
              chain passing { type filter hook forward priority 0; policy accept; }
            }
            """;

    private final String prefix = Leftovers.PREFIX + ProcessHandle.current().pid() + "-";
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /// @param port the bridge's end of its cable
    record Node(String namespace, String address, String port) {}

    /// What a fault is about.
    enum Cargo {
        ALL(""),
        COORDINATION(" tcp %s { 8081-8082 }");

        private final String condition;

        Cargo(String condition) {
            this.condition = condition;
        }

        private List<String> conditions() {
            return this == ALL ? List.of("") : List.of(condition.formatted("sport"), condition.formatted("dport"));
        }
    }

    /// Builds it.
    ///
    /// @param names of the nodes: a letter and a number each
    static Network open(List<String> names) {
        if (!System.getProperty("user.name").equals("root")) {
            throw new IllegalStateException(
                    "user: " + System.getProperty("user.name") + " (expected: root, who may make network namespaces)");
        }
        List.of("ip", "nft").forEach(program -> Command.run("sh", "-c", "command -v " + program));
        Leftovers.sweep();
        var network = new Network();
        try {
            network.build(names);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        return network;
    }

    private void build(List<String> names) {
        add(bridge());
        Command.run("ip", "-n", bridge(), "link", "add", "br0", "type", "bridge", "forward_delay", "0");
        Command.run("ip", "-n", bridge(), "link", "set", "br0", "up");
        Command.feed(TABLE, "ip", "netns", "exec", bridge(), "nft", "-f", "-");
        for (var name : names) {
            var node = new Node(prefix + name, "10.77.0." + (10 + nodes.size()), "v" + name);
            nodes.put(name, node);
            connect(node);
        }
    }

    private static void add(String namespace) {
        Command.run("ip", "netns", "add", namespace);
        Command.run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    private void connect(Node node) {
        add(node.namespace);
        batch(bridge(), """
                link add %1$s type veth peer name eth0 netns %2$s
                link set %1$s master br0
                link set %1$s up
                """.formatted(node.port, node.namespace));
        batch(node.namespace, """
                address add %s/24 dev eth0
                link set eth0 up
                """.formatted(node.address));
    }

    private static void batch(String namespace, String lines) {
        Command.feed(lines, "ip", "-n", namespace, "-batch", "-");
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    Set<String> names() {
        return nodes.keySet();
    }

    /// What goes before a command that is to run there.
    List<String> at(String name) {
        return within(node(name).namespace);
    }

    /// The same, on the switch.
    List<String> atSwitch() {
        return within(bridge());
    }

    private static List<String> within(String namespace) {
        return List.of("ip", "netns", "exec", namespace);
    }

    private String bridge() {
        return prefix + "br";
    }

    /// A thread of this process whose sockets are there.
    Thread thread(String name, String threadName, Runnable work) {
        var namespace = Path.of("/run/netns", node(name).namespace);
        return Thread.ofPlatform().daemon().name(threadName).start(() -> {
            Native.enter(namespace);
            work.run();
        });
    }

    /// Drops what goes from some to others, and nothing on its way back.
    void drop(Cargo what, Collection<String> from, Collection<String> to) {
        for (var condition : what.conditions()) {
            rule("add rule bridge faults passing ip saddr { %s } ip daddr { %s }%s drop"
                    .formatted(addresses(from), addresses(to), condition));
        }
    }

    /// Drops what goes between some and others, both ways.
    void cut(Cargo what, Collection<String> some, Collection<String> others) {
        drop(what, some, others);
        drop(what, others, some);
    }

    /// Takes back every drop.
    void heal() {
        rule("flush chain bridge faults passing");
    }

    private void rule(String rule) {
        Command.feed(rule + "\n", "ip", "netns", "exec", bridge(), "nft", "-f", "-");
    }

    /// Pulls a node's cable, or puts it back.
    void link(String name, boolean up) {
        batch(bridge(), "link set %s %s\n".formatted(node(name).port, up ? "up" : "down"));
    }

    /// Leads the cables of some nodes through the devices of a [SlowWire].
    void detour(Collection<String> names) {
        batch(bridge(), forEach(names, """
                link add s%1$s type bridge forward_delay 0
                link set s%1$s up
                link set i%1$s master s%1$s
                link set i%1$s up
                link set o%1$s master br0
                link set o%1$s up
                link set v%1$s master s%1$s
                """));
    }

    /// Back into the switch, which must forget first that they were elsewhere.
    void straight(Collection<String> names) {
        batch(bridge(), forEach(names, """
                link set o%1$s nomaster
                link set v%1$s master br0
                """));
        batch(bridge(), forEach(names, "link del s%1$s\n"));
    }

    private static String forEach(Collection<String> names, String lines) {
        return names.stream().map(lines::formatted).collect(Collectors.joining());
    }

    private String addresses(Collection<String> names) {
        return names.stream().map(name -> node(name).address).collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        var all = new ArrayList<String>();
        nodes.values().forEach(node -> all.add(node.namespace));
        all.add(bridge());
        all.stream()
                .filter(name -> Path.of("/run/netns", name).toFile().exists())
                .forEach(Leftovers::remove);
    }
}
