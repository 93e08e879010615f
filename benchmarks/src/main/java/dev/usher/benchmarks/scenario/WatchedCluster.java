package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A cluster of sidecars on this machine: its ports, its file, its processes. *Confined to one thread.*
final class WatchedCluster implements AutoCloseable {

    private static final String JOINED = "joined";

    private final String name;
    private final Path home;
    private final Path folder;
    private final List<FlickeringDirectors.One> directors;
    private final List<Integer> ports;
    private final List<Child> sidecars = new ArrayList<>();

    /// @param firstPort of its coordination ports, two for each Director
    WatchedCluster(Path home, Path folder, String name, List<FlickeringDirectors.One> directors, int firstPort)
            throws IOException {
        this.name = name;
        this.home = home;
        this.folder = folder;
        this.directors = List.copyOf(directors);
        this.ports = new ArrayList<>();
        for (var index = 0; index < directors.size(); index++) {
            ports.add(firstPort + 2 * index);
        }
        Files.writeString(folder.resolve(name + ".yaml"), sidecarYaml());
    }

    String name() {
        return name;
    }

    String director(int index) {
        return name + "-" + (index + 1);
    }

    FlickeringDirectors.One one(int index) {
        return directors.get(index);
    }

    int size() {
        return directors.size();
    }

    List<Child> sidecars() {
        return List.copyOf(sidecars);
    }

    /// Starts the sidecar of one Director as its launcher does.
    Child start(int index) {
        var launcher = home.resolve("gateway/bin/usher").toString();
        return Child.start(
                folder,
                director(index),
                Child.ANY_CORE,
                List.of(launcher, "sidecar", name + ".yaml", "--director", director(index)));
    }

    boolean complete() {
        return sidecars.size() == size();
    }

    /// Starts the next few that have not been started, or as many as there are.
    void startNext(int count) {
        var until = Math.min(size(), sidecars.size() + count);
        while (sidecars.size() < until) {
            sidecars.add(start(sidecars.size()));
        }
    }

    static boolean joined(Child sidecar) {
        sidecar.mustLive();
        return sidecar.said().contains(JOINED);
    }

    boolean allJoined() {
        return sidecars.stream().allMatch(WatchedCluster::joined);
    }

    private String sidecarYaml() {
        return """
                version: 1
                data_dir: data
                cluster:
                  name: %s
                  directors:
                %s
                probe: {service: http, path: /health, interval: 200ms, timeout: 1s, healthy_after: 1, unhealthy_after: 1}
                """.formatted(name, directorLines("    "));
    }

    /// The cluster in a gateway's file. Its own checks see Directors that are always well.
    String gatewayYaml() {
        return """
                  - name: %s
                    directors:
                %s
                    health: {path: /alive}
                """.formatted(name, directorLines("      "));
    }

    private String directorLines(String indent) {
        var lines = new ArrayList<String>();
        for (var index = 0; index < size(); index++) {
            lines.add("%s- {name: %s, address: 127.0.0.1, port: %d, services: {http: %d}}"
                    .formatted(
                            indent,
                            director(index),
                            ports.get(index),
                            directors.get(index).port()));
        }
        return String.join("\n", lines);
    }

    /// Ends them side by side: one after the other, each would wait for the rest to take over what it held.
    @Override
    public void close() {
        sidecars.forEach(Child::end);
        sidecars.forEach(Child::close);
    }
}
