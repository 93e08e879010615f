package dev.usher.gateway.estate.net;

import dev.usher.membership.time.Ticker;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Events through every gateway, from a node of their own, and what came of each. *Thread-safe.*
final class Traffic implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    private static final long END_MILLIS = 30_000;

    private final List<Event> events = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /// @param from the node that sends
    /// @param gateways their addresses by their names
    static Traffic start(Network network, String from, Map<String, InetSocketAddress> gateways) {
        var traffic = new Traffic();
        gateways.forEach((gateway, address) -> {
            for (int number = 1; number <= CONNECTIONS; number++) {
                var name = gateway + "c" + number;
                var sender = new Sender(name, gateway, address, traffic::told);
                traffic.threads.add(network.thread(from, name, () -> sender.run(() -> !traffic.over, PACE_NANOS)));
            }
        });
        return traffic;
    }

    private void told(Event event) {
        synchronized (events) {
            events.add(event);
        }
    }

    /// All that has come to its end so far, in that order.
    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /// How many events `director` has answered through `gateway` since then.
    long answered(String gateway, String director, long sinceMillis) {
        synchronized (events) {
            long count = 0;
            for (int index = events.size() - 1; index >= 0 && events.get(index).endMillis() >= sinceMillis; index--) {
                var event = events.get(index);
                if (event.ok()
                        && event.gateway().equals(gateway)
                        && director.equals(event.director())
                        && event.atMillis() >= sinceMillis) {
                    count++;
                }
            }
            return count;
        }
    }

    /// The time that its events bear.
    long now() {
        return Ticker.system().epochMillis();
    }

    /// Lets every sender finish what it has begun.
    List<Event> stop() {
        over = true;
        for (var thread : threads) {
            try {
                thread.join(END_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return events();
    }

    @Override
    public void close() {
        over = true;
    }
}
