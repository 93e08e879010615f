package dev.usher.gateway.house.bad.gateway.core.net;

import dev.usher.gateway.house.bad.gateway.core.model.Hen;

/// Comes from a hen.
public record Egg(Hen layer) {}
