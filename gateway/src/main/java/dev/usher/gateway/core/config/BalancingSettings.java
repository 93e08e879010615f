package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;

/// How a Director is chosen among those that are fit.
public record BalancingSettings(Policy policy) {

    /// The ways to choose.
    public enum Policy {
        /// Of two picked at random the one with fewer requests in flight.
        LEAST_REQUESTS,
        /// One after the other.
        ROUND_ROBIN
    }

    static BalancingSettings read(Section section) {
        var policy = section.choice("policy", Policy.LEAST_REQUESTS, "weighted", "consistent_hash");
        section.notYet("slow_start");
        section.notYet("hash_on");
        section.notYet("panic_threshold");
        section.close();
        return new BalancingSettings(policy);
    }
}
