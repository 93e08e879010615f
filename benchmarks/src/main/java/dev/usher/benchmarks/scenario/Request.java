package dev.usher.benchmarks.scenario;

import java.nio.charset.StandardCharsets;

/// The one request of the scenario: a POST of 1 KiB with a bearer token. *Immutable.*
record Request(String token) {

    static final String PATH = "/ingest";
    static final int BODY_BYTES = 1024;

    /// Head and body as they go over the wire; the head is the one that wrk sends.
    byte[] bytes() {
        var head = "POST " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n";
        return (head + "x".repeat(BODY_BYTES)).getBytes(StandardCharsets.US_ASCII);
    }
}
