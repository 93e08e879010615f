package dev.usher.membership.member;

import java.util.Set;

/// Hears of the cluster, on Hazelcast's threads. Must not block.
public interface RosterListener {

    /// Sidecars of these Directors are present now, this one's included.
    void changed(Set<String> directors);

    /// The cluster merged into another one; this sidecar has a new identity and its word is lost.
    void merged();

    /// Hazelcast ended although nobody told it to.
    void ended();
}
