package dev.usher.membership.probe;

/// What is checked, and what counts as an answer. *Immutable.*
public sealed interface ProbeTarget {

    /// Name or address of the Director.
    String host();

    /// Its port, 1 to 65535.
    int port();

    /// Healthy when it accepts a connection. A hung process does that too, as its kernel accepts for it.
    record Tcp(String host, int port) implements ProbeTarget {
        public Tcp {
            check(host, port);
        }
    }

    /// Healthy when `GET path` is answered with a status from 200 to 399.
    record Http(String host, int port, String path) implements ProbeTarget {
        public Http {
            check(host, port);
            if (!path.matches("/[!-~]{0,1023}")) {
                throw new IllegalArgumentException("path: " + path + " (expected: /… of at most 1024 printable ASCII)");
            }
        }
    }

    /// Healthy when `grpc.health.v1.Health/Check`, asked for the server as a whole, answers `SERVING`. Without TLS.
    record Grpc(String host, int port) implements ProbeTarget {
        public Grpc {
            check(host, port);
        }
    }

    private static void check(String host, int port) {
        if (!host.matches("[!-~]{1,255}")) {
            throw new IllegalArgumentException("host: " + host + " (expected: a host name or an address)");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
        }
    }
}
