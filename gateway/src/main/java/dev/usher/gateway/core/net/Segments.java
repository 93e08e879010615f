package dev.usher.gateway.core.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rules of one IP version laid flat: where each segment starts, and which rule admits it (-1: none).
///
/// A segment ends where the next one starts, so a look-up is one search for the last start at or below an
/// address. Built by a sweep over all points where some rule starts or has ended: the rules open at a point
/// wait in a heap by their place in the list, and the first declared one that has not ended wins.
///
/// @param starts in ascending order; below the first one nothing is admitted
record Segments(List<IpAddress> starts, List<Integer> winners) {

    static Segments of(List<AccessRule> rules, boolean v4) {
        var byStart = new ArrayList<Integer>();
        var points = new TreeSet<IpAddress>();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            if (rule.v4() == v4) {
                byStart.add(i);
                points.add(rule.first());
                var end = after(rule.last(), v4);
                if (end != null) {
                    points.add(end);
                }
            }
        }
        byStart.sort(Comparator.comparing(i -> rules.get(i).first()));
        return sweep(rules, byStart, points);
    }

    private static Segments sweep(List<AccessRule> rules, List<Integer> byStart, TreeSet<IpAddress> points) {
        var starts = new ArrayList<IpAddress>();
        var winners = new ArrayList<Integer>();
        var open = new PriorityQueue<Integer>();
        int next = 0;
        int before = -1;
        for (var point : points) {
            while (next < byStart.size() && rules.get(byStart.get(next)).first().equals(point)) {
                open.add(byStart.get(next++));
            }
            while (!open.isEmpty() && rules.get(open.peek()).last().compareTo(point) < 0) {
                open.remove();
            }
            int winner = open.isEmpty() ? -1 : open.peek();
            if (winner != before) {
                winners.add(winner);
                starts.add(point);
                before = winner;
            }
        }
        return new Segments(starts, winners);
    }

    /// The address that follows, or null when `address` is the last of its version.
    private static @Nullable IpAddress after(IpAddress address, boolean v4) {
        long low = address.low() + 1;
        var next = new IpAddress(low == 0 ? address.high() + 1 : address.high(), low);
        boolean over = v4 ? !next.v4() : next.high() == 0 && low == 0;
        return over ? null : next;
    }
}
