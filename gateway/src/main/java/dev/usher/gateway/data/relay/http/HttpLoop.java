package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.data.load.LiveExchanges;
import dev.usher.membership.time.Ticker;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the HTTP connections of one event loop share: room to parse and write in, and the list that is swept for
/// connections whose time is up. *Confined to one event loop.*
///
/// A sweep instead of a timer for each connection: a request then costs no timer at all.
public final class HttpLoop {

    final Head request = new Head();
    final Head response = new Head();
    final Credential credential = new Credential();
    final HeadWriter writer;
    final RandomGenerator random;
    final Ticker ticker;
    final LiveExchanges live;

    private @Nullable Http1Downstream first;
    private int connections;

    public HttpLoop(Ticker ticker, RandomGenerator random, LiveExchanges live) {
        this.ticker = ticker;
        this.random = random;
        this.writer = new HeadWriter(random);
        this.live = live;
    }

    /// Ends what has waited too long; to be called a few times a second.
    public void sweep() {
        long now = ticker.nanos();
        for (var connection = first; connection != null; ) {
            var following = connection.next;
            connection.sweep(now);
            connection = following;
        }
    }

    /// Closes the connections that carry no request.
    public void closeIdle() {
        for (var connection = first; connection != null; ) {
            var following = connection.next;
            connection.closeIfIdle();
            connection = following;
        }
    }

    /// How many downstream connections there are.
    public int connections() {
        return connections;
    }

    void add(Http1Downstream connection) {
        connection.next = first;
        if (first != null) {
            first.previous = connection;
        }
        first = connection;
        connections++;
    }

    void remove(Http1Downstream connection) {
        if (connection.previous == null) {
            first = connection.next;
        } else {
            connection.previous.next = connection.next;
        }
        if (connection.next != null) {
            connection.next.previous = connection.previous;
        }
        connections--;
    }
}
