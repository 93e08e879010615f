package dev.usher.gateway.estate.net;

/// How the sidecars of an estate, and its gateways, talk to each other: a line of the cluster in both their files.
enum Security {
    PLAINTEXT("plaintext: accepted"),

    /// One pair for all, which the estate makes.
    TLS("tls: {enabled: true, certificate: \"${file:cluster.crt}\", private_key: \"${file:cluster.key}\"}");

    private final String line;

    Security(String line) {
        this.line = line;
    }

    String line() {
        return line;
    }
}
