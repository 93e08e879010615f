package dev.usher.membership.agent;

import java.util.List;

/// Where an event leads to: the agent after it, and what is to be done. *Immutable.*
public record Step(Agent agent, List<Effect> effects) {

    public Step {
        effects = List.copyOf(effects);
    }
}
