package dev.usher.gateway.testkit;

import dev.usher.gateway.core.exchange.Closed;
import dev.usher.gateway.data.account.AccessLog;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A book that is read while it is written.
final class ListedLog implements AccessLog {

    private final Queue<Closed> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void write(Closed closed) {
        lines.add(closed);
    }

    List<Closed> lines() {
        return List.copyOf(lines);
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close() {}
}
