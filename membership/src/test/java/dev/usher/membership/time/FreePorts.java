package dev.usher.membership.time;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// Ports of 127.0.0.1 that nobody listens on, and that this process was not given before.
///
/// They lie below those that the kernel gives to clients: of the others one could be taken by some client's own end
/// before it is used. *Thread-safe.*
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /// The first of `count` free ones in a row.
    public static synchronized int row(int count) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int first = RANDOM.nextInt(FIRST, LAST - count);
            if (free(first, count)) {
                for (int port = first; port < first + count; port++) {
                    GIVEN.add(port);
                }
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row between " + FIRST + " and " + LAST);
    }

    private static boolean free(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (GIVEN.contains(port) || !bindable(port)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bindable(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
