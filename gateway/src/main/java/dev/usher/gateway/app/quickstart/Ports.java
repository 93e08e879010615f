package dev.usher.gateway.app.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ports of a quickstart, all on loopback. *Immutable.*
///
/// @param offset what all of them are shifted by
record Ports(int offset) {

    static final int DIRECTORS = 3;
    static final int OFFSET_MAX = 50_000;

    Ports {
        if (offset < 0 || offset > OFFSET_MAX) {
            throw new IllegalArgumentException("--port-offset: " + offset + " (expected: 0.." + OFFSET_MAX + ")");
        }
    }

    int https() {
        return 8443 + offset;
    }

    int http() {
        return 8080 + offset;
    }

    int admin() {
        return 8480 + offset;
    }

    /// Where sidecars connect to the gateway.
    int control() {
        return 8482 + offset;
    }

    int metrics() {
        return 9464 + offset;
    }

    /// Where sample Director `number` (from 1) listens.
    int director(int number) {
        return 9000 + offset + number;
    }

    /// Where sidecar `number` (from 1) meets the others, and the gateway meets it.
    int coordination(int number) {
        return 8081 + offset + 2 * (number - 1);
    }

    /// The first port that somebody else has, in words, or null when all are free.
    @Nullable
    String taken() {
        for (var port : all().entrySet()) {
            if (!free(InetAddress.getLoopbackAddress(), port.getKey())) {
                return "port " + port.getKey() + " (" + port.getValue() + ")";
            }
        }
        return null;
    }

    /// Whether this machine has `::1`, and a port of it free.
    static boolean free(InetAddress address, int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Map<Integer, String> all() {
        var all = new LinkedHashMap<Integer, String>();
        all.put(https(), "agents, https");
        all.put(http(), "agents, http");
        all.put(admin(), "admin");
        all.put(control(), "control");
        all.put(metrics(), "metrics");
        for (var number = 1; number <= DIRECTORS; number++) {
            all.put(director(number), "director-" + number);
            all.put(coordination(number), "sidecar of director-" + number);
        }
        return all;
    }
}
