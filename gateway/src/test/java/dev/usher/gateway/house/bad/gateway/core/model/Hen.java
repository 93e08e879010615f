package dev.usher.gateway.house.bad.gateway.core.model;

import dev.usher.gateway.house.bad.gateway.core.net.Egg;
import java.util.List;

/// Comes from an egg.
public record Hen(List<Egg> laid) {

    public Egg first() {
        return laid.getFirst();
    }
}
