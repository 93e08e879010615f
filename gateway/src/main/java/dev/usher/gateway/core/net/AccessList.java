package dev.usher.gateway.core.net;

import java.util.List;

/// Who may come in, by source address: sorted, disjoint ranges of primitives, searched by halving.
///
/// An empty list admits nobody. *Immutable.*
public final class AccessList {

    private final List<AccessRule> rules;

    private AccessList(List<AccessRule> rules) {
        this.rules = rules;
    }

    /// The list of `rules`; where they overlap, the first one that covers an address is the one that admits it.
    public static AccessList of(List<AccessRule> rules) {
        return new AccessList(List.copyOf(rules));
    }

    /// The index in [#rules()] of the rule that admits `address`, or -1 when none does.
    public int find(IpAddress address) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).covers(address)) {
                return i;
            }
        }
        return -1;
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
