package dev.usher.gateway.core.net;

/// The IPv4 segments of an access list as plain arrays. *Immutable.*
final class SegmentsV4 {

    /// Turns unsigned order into the signed one that `<=` knows.
    private static final int FLIP = Integer.MIN_VALUE;

    private final int[] starts;
    private final int[] winners;

    /// The first slot is a segment of nobody from 0.0.0.0 on, so every search ends on a slot.
    SegmentsV4(Segments segments) {
        int count = segments.starts().size();
        this.starts = new int[count + 1];
        this.winners = new int[count + 1];
        starts[0] = Integer.MIN_VALUE;
        winners[0] = -1;
        for (int i = 0; i < count; i++) {
            starts[i + 1] = (int) segments.starts().get(i).low() ^ FLIP;
            winners[i + 1] = segments.winners().get(i);
        }
    }

    /// The winner at `bits`. The loop's length depends on the list alone and its one choice is a conditional
    /// move, so no branch is mispredicted however addresses come.
    int find(int bits) {
        int key = bits ^ FLIP;
        int slot = 0;
        int left = starts.length;
        while (left > 1) {
            int half = left >>> 1;
            slot = starts[slot + half] <= key ? slot + half : slot;
            left -= half;
        }
        return winners[slot];
    }
}
