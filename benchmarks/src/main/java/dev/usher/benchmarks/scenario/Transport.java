package dev.usher.benchmarks.scenario;

/// How requests reach a proxy. Behind it they always go on in plain.
enum Transport {
    PLAIN("http"),
    TLS("https");

    private final String scheme;

    Transport(String scheme) {
        this.scheme = scheme;
    }

    String scheme() {
        return scheme;
    }

    String title() {
        return this == PLAIN ? "Plain HTTP/1.1" : "HTTP/1.1 over TLS 1.3";
    }
}
