package dev.usher.gateway.app.quickstart;

/// What a sample Director got: whole requests and the bytes of their bodies. *Thread-safe: one lock*, so that both
/// numbers
/// are of the same moment.
final class Tally {

    private long requests;
    private long bytes;

    synchronized void add(long bodyBytes) {
        requests++;
        bytes += bodyBytes;
    }

    synchronized String json() {
        return "{\"requests\":" + requests + ",\"bytes\":" + bytes + "}\n";
    }
}
