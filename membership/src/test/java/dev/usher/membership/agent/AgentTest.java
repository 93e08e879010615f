package dev.usher.membership.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.agent.Advert.Speak;
import dev.usher.membership.agent.Advert.Withdraw;
import dev.usher.membership.agent.AgentEvent.DirectorDown;
import dev.usher.membership.agent.AgentEvent.DirectorUp;
import dev.usher.membership.agent.AgentEvent.MembersChanged;
import dev.usher.membership.agent.AgentEvent.Stopping;
import dev.usher.membership.agent.AgentEvent.VersionRead;
import dev.usher.membership.contract.Quorum;
import dev.usher.membership.contract.proto.DirectorState;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgentTest {

    private static final List<AgentEvent> EVENTS = List.of(
            new DirectorUp(),
            new DirectorDown(),
            new VersionRead("2.5.0"),
            new VersionRead(""),
            new MembersChanged(new Quorum(1, 3)),
            new MembersChanged(new Quorum(3, 3)),
            new Stopping());

    @Test
    void speaksOfAStartingDirectorFirst() {
        assertThat(Agent.of(3).advert()).isEqualTo(new Speak(DirectorState.STARTING, ""));
    }

    @Test
    void followsTheChecks() {
        var up = Agent.of(3).on(new DirectorUp());
        var down = up.on(new DirectorDown());

        assertThat(up.advert()).isEqualTo(new Speak(DirectorState.HEALTHY, ""));
        assertThat(down.advert()).isEqualTo(new Speak(DirectorState.UNHEALTHY, ""));
        assertThat(down.on(new DirectorUp()).advert()).isEqualTo(up.advert());
    }

    @Test
    void tellsTheVersion() {
        var agent = Agent.of(3).on(new VersionRead("2.5.0")).on(new DirectorUp());

        assertThat(agent.advert()).isEqualTo(new Speak(DirectorState.HEALTHY, "2.5.0"));
    }

    @Test
    void lossOfQuorumChangesNothingItSays() {
        var agent = Agent.of(3).on(new MembersChanged(new Quorum(3, 3))).on(new DirectorUp());

        var alone = agent.on(new MembersChanged(new Quorum(1, 3)));

        assertThat(alone.advert()).isEqualTo(agent.advert());
        assertThat(alone.quorum().ok()).isFalse();
    }

    @Test
    void isSilentForGoodOnceStopping() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var agent = Agent.of(3);
            var stopped = false;
            for (int i = 0; i < 30; i++) {
                var event = EVENTS.get(random.nextInt(EVENTS.size()));

                agent = agent.on(event);

                stopped |= event instanceof Stopping;
                assertThat(agent.advert() instanceof Withdraw)
                        .as("seed " + seed)
                        .isEqualTo(stopped);
            }
        }
    }
}
