package dev.usher.gateway.core.net;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Who may come in, by source address: sorted, disjoint segments of primitives, searched by halving.
///
/// Rules may overlap as they like; which of them admits an address is settled once, when the list is built
/// ([Segments]), in O(n log n). A look-up makes no garbage. IPv4 and IPv6 are searched apart: IPv4 is what
/// most lists are made of, and four bytes a segment stay in the cache where sixteen would not. (A trie was
/// tried: 1.8 µs a look-up over 100,000 blocks against 0.1 µs.)
///
/// An empty list admits nobody. *Immutable.*
public final class AccessList {

    private final List<AccessRule> rules;
    private final SegmentsV4 v4;
    private final SegmentsV6 v6;

    private AccessList(List<AccessRule> rules) {
        this.rules = rules;
        this.v4 = new SegmentsV4(Segments.of(rules, true));
        this.v6 = new SegmentsV6(Segments.of(rules, false));
    }

    /// The list of `rules`; where they overlap, the first one that covers an address is the one that admits it.
    public static AccessList of(List<AccessRule> rules) {
        return new AccessList(List.copyOf(rules));
    }

    /// The list that admits whom any of `lists` admits; a rule that several of them hold stands once.
    public static AccessList union(List<AccessList> lists) {
        if (lists.size() == 1) {
            return lists.getFirst();
        }
        var rules = new LinkedHashSet<AccessRule>();
        lists.forEach(list -> rules.addAll(list.rules));
        return new AccessList(List.copyOf(new ArrayList<>(rules)));
    }

    /// The index in [#rules()] of the rule that admits `address`, or -1 when none does.
    public int find(IpAddress address) {
        return address.v4() ? v4.find((int) address.low()) : v6.find(address.high(), address.low());
    }

    /// Whether some rule admits `address`.
    public boolean admits(IpAddress address) {
        return find(address) >= 0;
    }

    /// The rules in the order given.
    public List<AccessRule> rules() {
        return rules;
    }
}
