package dev.usher.gateway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// Ports of 127.0.0.1 for processes that are told theirs, or come back to it.
///
/// They lie below those that the kernel gives to clients: of the others one could be taken by some client's own end
/// while its process is dead. Somebody else may still take one before it is used, which fails the test.
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    /// A free one.
    public int one() {
        return row(1);
    }

    /// The first of `count` free ones in a row.
    public int row(int count) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int first = random.nextInt(FIRST, LAST - count);
            if (free(first, count)) {
                for (int port = first; port < first + count; port++) {
                    given.add(port);
                }
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row between " + FIRST + " and " + LAST);
    }

    private boolean free(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (given.contains(port) || !bindable(port)) {
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
