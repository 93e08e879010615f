package dev.usher.gateway.core.net;

/// The IPv6 segments of an access list as plain arrays.
///
/// The upper halves are searched alone: they tell most starts apart, and the search stays one compare a step.
/// Only where an address shares its upper half with several starts are the lower halves asked. *Immutable.*
final class SegmentsV6 {

    /// Turns unsigned order into the signed one that `<=` knows.
    private static final long FLIP = Long.MIN_VALUE;

    private final long[] highs;
    private final long[] lows;
    private final int[] winners;

    /// The first slot is a segment of nobody from `::` on, so every search ends on a slot.
    SegmentsV6(Segments segments) {
        int count = segments.starts().size();
        this.highs = new long[count + 1];
        this.lows = new long[count + 1];
        this.winners = new int[count + 1];
        highs[0] = Long.MIN_VALUE;
        lows[0] = Long.MIN_VALUE;
        winners[0] = -1;
        for (int i = 0; i < count; i++) {
            var start = segments.starts().get(i);
            highs[i + 1] = start.high() ^ FLIP;
            lows[i + 1] = start.low() ^ FLIP;
            winners[i + 1] = segments.winners().get(i);
        }
    }

    int find(long high, long low) {
        long keyHigh = high ^ FLIP;
        long keyLow = low ^ FLIP;
        int slot = 0;
        int left = highs.length;
        while (left > 1) {
            int half = left >>> 1;
            slot = highs[slot + half] <= keyHigh ? slot + half : slot;
            left -= half;
        }
        boolean found = highs[slot] < keyHigh || lows[slot] <= keyLow;
        return winners[found ? slot : before(slot, keyHigh, keyLow)];
    }

    /// The last start at or below the key, which is known to lie below `slot`.
    private int before(int slot, long keyHigh, long keyLow) {
        int from = 0;
        int to = slot - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            boolean below = highs[middle] < keyHigh || lows[middle] <= keyLow;
            from = below ? middle : from;
            to = below ? to : middle - 1;
        }
        return from;
    }
}
