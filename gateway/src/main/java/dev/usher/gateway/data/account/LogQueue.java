package dev.usher.gateway.data.account;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A ring for many writers and one reader, which never waits and never allocates.
///
/// A writer claims a place by counting up `tail`, then puts its element there; the reader takes the places in order
/// and stops at one that is claimed but still empty. *Thread-safe* so; [#poll] is confined to one thread.
final class LogQueue<T> {

    private final int capacity;
    private final AtomicReferenceArray<@Nullable T> places;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    LogQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("queue: " + capacity + " (expected: at least 1)");
        }
        this.capacity = capacity;
        this.places = new AtomicReferenceArray<>(capacity);
    }

    /// Enters `element`, unless the ring is full.
    boolean offer(T element) {
        while (true) {
            long place = tail.get();
            if (place - head.get() >= capacity) {
                return false;
            }
            if (tail.compareAndSet(place, place + 1)) {
                places.setRelease((int) (place % capacity), element);
                return true;
            }
        }
    }

    /// Takes the oldest, or null when there is none.
    @Nullable
    T poll() {
        long place = head.get();
        int index = (int) (place % capacity);
        var element = places.getAcquire(index);
        if (element == null) {
            return null;
        }
        places.setPlain(index, null);
        head.setRelease(place + 1);
        return element;
    }

    boolean isEmpty() {
        return tail.get() == head.get();
    }
}
