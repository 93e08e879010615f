package dev.usher.membership.agent;

import dev.usher.membership.agent.AgentEvent.DirectorDown;
import dev.usher.membership.agent.AgentEvent.DirectorUp;
import dev.usher.membership.agent.AgentEvent.MembersChanged;
import dev.usher.membership.agent.AgentEvent.Stopping;
import dev.usher.membership.agent.AgentEvent.VersionRead;
import dev.usher.membership.contract.Quorum;
import dev.usher.membership.contract.proto.DirectorState;

/// Where a sidecar stands. *Immutable: each event gives the next one.*
///
/// It speaks of its Director from the start, `STARTING` until the checks have decided for the first time. Members and
/// quorum never change what it says: a Director cut off from its peers goes on receiving. Once stopping, it stays
/// silent.
public record Agent(Phase phase, String version, Quorum quorum) {

    public enum Phase {
        STARTING,
        HEALTHY,
        UNHEALTHY,
        LEAVING
    }

    /// A sidecar before its first event, in a cluster of that many Directors.
    public static Agent of(int configured) {
        return new Agent(Phase.STARTING, "", new Quorum(0, configured));
    }

    public Agent on(AgentEvent event) {
        return switch (event) {
            case DirectorUp _ -> phase(Phase.HEALTHY);
            case DirectorDown _ -> phase(Phase.UNHEALTHY);
            case Stopping _ -> phase(Phase.LEAVING);
            case VersionRead(var read) -> new Agent(phase, read, quorum);
            case MembersChanged(var counted) -> new Agent(phase, version, counted);
        };
    }

    public Advert advert() {
        return switch (phase) {
            case STARTING -> new Advert.Speak(DirectorState.STARTING, version);
            case HEALTHY -> new Advert.Speak(DirectorState.HEALTHY, version);
            case UNHEALTHY -> new Advert.Speak(DirectorState.UNHEALTHY, version);
            case LEAVING -> new Advert.Withdraw();
        };
    }

    private Agent phase(Phase next) {
        return phase == Phase.LEAVING ? this : new Agent(next, version, quorum);
    }
}
