package dev.usher.gateway.estate.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Removes what estates have left whose test was killed: namespaces with our prefix and the PID of a process that is no
/// more, and the processes in them.
final class Leftovers {

    /// What the name of each namespace begins with; then come the PID of the test and the node.
    static final String PREFIX = "usher-";

    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-\\w+");

    private Leftovers() {}

    static void sweep() {
        Command.run("ip", "netns", "list").lines().forEach(line -> {
            var name = NAME.matcher(line.split(" ", 2)[0]);
            if (name.matches() && !Files.exists(Path.of("/proc", name.group(1)))) {
                remove(name.group());
            }
        });
    }

    /// Ends what runs in a namespace, by PID, and removes it and its devices.
    static void remove(String namespace) {
        Command.run("ip", "netns", "pids", namespace)
                .lines()
                .forEach(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(Leftovers::end));
        Command.run("ip", "netns", "del", namespace);
    }

    /// Never this process itself: a thread of it may be in there.
    private static void end(ProcessHandle process) {
        if (process.pid() != ProcessHandle.current().pid()) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
