package dev.usher.gateway.core.net;

/// The IPv6 segments of an access list as plain arrays; the two halves of a start lie side by side, in one cache line.
/// *Immutable.*
final class SegmentsV6 {

    /// Turns unsigned order into the signed one that `<=` knows.
    private static final long FLIP = Long.MIN_VALUE;

    private final long[] starts;
    private final int[] winners;

    /// The first slot is a segment of nobody from `::` on, so every search ends on a slot.
    SegmentsV6(Segments segments) {
        int count = segments.starts().size();
        this.starts = new long[2 * (count + 1)];
        this.winners = new int[count + 1];
        starts[0] = Long.MIN_VALUE;
        starts[1] = Long.MIN_VALUE;
        winners[0] = -1;
        for (int i = 0; i < count; i++) {
            var start = segments.starts().get(i);
            starts[2 * i + 2] = start.high() ^ FLIP;
            starts[2 * i + 3] = start.low() ^ FLIP;
            winners[i + 1] = segments.winners().get(i);
        }
    }

    int find(long high, long low) {
        long keyHigh = high ^ FLIP;
        long keyLow = low ^ FLIP;
        int slot = 0;
        int left = winners.length;
        while (left > 1) {
            int half = left >>> 1;
            int middle = 2 * (slot + half);
            long startHigh = starts[middle];
            boolean below = startHigh == keyHigh ? starts[middle + 1] <= keyLow : startHigh < keyHigh;
            slot = below ? slot + half : slot;
            left -= half;
        }
        return winners[slot];
    }
}
