package dev.usher.gateway.control.channel;

/// What this gateway's data plane has to do with a Director at one moment. *Immutable.*
///
/// @param inFlight exchanges that it has now
/// @param withheld whether the picture that the data plane looks at gives it nothing new
/// @param healthy whether it may be chosen, as far as the gateway's own checks go
public record Sight(int inFlight, boolean withheld, boolean healthy) {

    static final Sight NONE = new Sight(0, false, false);
}
