package dev.usher.gateway.data.account;

import java.util.concurrent.atomic.LongAdder;

/// Counts the exchanges of one listener with one cluster.
///
/// Resolve it once per route and keep it: counting then looks nothing up and makes no garbage.
/// *Thread-safe:* adders.
public final class ExchangeMeters {

    /// The label of each class of status, by its hundreds; `none` where no status was sent.
    static final String[] CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final LongAdder[] requests = new LongAdder[CLASSES.length];
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final Durations durations = new Durations();

    ExchangeMeters() {
        for (int i = 0; i < requests.length; i++) {
            requests[i] = new LongAdder();
        }
    }

    /// An exchange ended.
    ///
    /// @param status the HTTP status that was sent; 0 when none was
    /// @param totalNanos from the first byte of the request to the last of the response
    /// @param in bytes of request body relayed
    /// @param out bytes of response body relayed
    public void finished(int status, long totalNanos, long in, long out) {
        int hundreds = status / 100;
        requests[hundreds < 0 || hundreds >= CLASSES.length ? 0 : hundreds].increment();
        durations.record(totalNanos);
        if (in > 0) {
            bytesIn.add(in);
        }
        if (out > 0) {
            bytesOut.add(out);
        }
    }

    /// A request is tried again on another Director.
    public void retried() {
        retries.increment();
    }

    long requests(int hundreds) {
        return requests[hundreds].sum();
    }

    long bytesIn() {
        return bytesIn.sum();
    }

    long bytesOut() {
        return bytesOut.sum();
    }

    long retries() {
        return retries.sum();
    }

    Durations durations() {
        return durations;
    }
}
