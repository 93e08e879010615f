package dev.usher.membership.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.usher.membership.agent.AgentEvent.DirectorDown;
import dev.usher.membership.agent.AgentEvent.DirectorUp;
import dev.usher.membership.agent.AgentEvent.MembersChanged;
import dev.usher.membership.agent.AgentEvent.StopRequested;
import dev.usher.membership.agent.AgentEvent.Tick;
import dev.usher.membership.agent.AgentEvent.VersionRead;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Configure;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.contract.proto.Disable;
import dev.usher.membership.contract.proto.Drain;
import dev.usher.membership.contract.proto.MeshConfiguration;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.Release;
import dev.usher.membership.contract.proto.SidecarState;
import dev.usher.membership.contract.proto.Undrain;
import dev.usher.membership.contract.proto.Update;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentTest {

    private static final ClusterConfiguration CLUSTER = Coordinator.cluster("it", 7, 3);
    private static final Set<String> ALL = Set.of("director-0", "director-1", "director-2");
    private static final Set<String> ALONE = Set.of("director-0");

    private final FakeTicker time = new FakeTicker();
    private final List<Effect> effects = new ArrayList<>();
    private Agent agent = started(CLUSTER, Duration.ZERO, SidecarState.getDefaultInstance());

    @Test
    void speaksOfAStartingDirectorFirst() {
        assertThat(word().getState()).isEqualTo(DirectorState.STARTING);
        assertThat(word())
                .returns("director-0", DirectorWord::getDirector)
                .returns("it", DirectorWord::getCluster)
                .returns(7L, DirectorWord::getConfigRevision);
    }

    @Test
    void followsTheChecksAndTellsTheVersion() {
        on(new VersionRead("2.5.0"));
        on(new DirectorUp());
        assertThat(word())
                .returns(DirectorState.HEALTHY, DirectorWord::getState)
                .returns("2.5.0", DirectorWord::getVersion);

        on(new DirectorDown());
        assertThat(word().getState()).isEqualTo(DirectorState.UNHEALTHY);
    }

    @Test
    void aFlappingDirectorStaysUnhealthyForAWhile() {
        for (int n = 0; n < 3; n++) {
            on(new DirectorUp());
            on(new DirectorDown());
        }
        on(new DirectorUp());
        assertThat(word().getState()).isEqualTo(DirectorState.UNHEALTHY);

        time.advance(Duration.ofSeconds(2));
        on(new Tick());

        assertThat(word().getState()).isEqualTo(DirectorState.HEALTHY);
    }

    @Test
    void lossOfQuorumChangesNothingButTheCount() {
        on(new DirectorUp());
        on(new MembersChanged(ALL));
        assertThat(word()).returns(3, DirectorWord::getPresent).returns(true, DirectorWord::getQuorum);

        on(new MembersChanged(Set.of("director-0", "stranger")));

        assertThat(word())
                .returns(DirectorState.HEALTHY, DirectorWord::getState)
                .returns(1, DirectorWord::getPresent)
                .returns(false, DirectorWord::getQuorum);
    }

    @Test
    void answersOnceTheEpochAndTheOutcomeAreOnDisk() {
        on(new MembersChanged(ALL));

        on(received(drain("a", 5)));
        assertThat(remembered()).returns(5L, SidecarState::getEpoch).returns("a", SidecarState::getBegun);
        assertThat(word().getState()).isEqualTo(DirectorState.STARTING);

        on(new AgentEvent.Persisted());
        assertThat(remembered()).returns(true, SidecarState::getDrained).returns("", SidecarState::getBegun);
        assertThat(word().getState()).isEqualTo(DirectorState.DRAINING);
        assertThat(answers()).isEmpty();

        on(new AgentEvent.Persisted());
        assertThat(answers())
                .containsExactly(Ack.newBuilder()
                        .setId("a")
                        .setOutcome(Outcome.DONE)
                        .setHighestEpoch(5)
                        .build());
        assertThat(agent.hello().getHighestEpoch()).isEqualTo(5);
    }

    @Test
    void eachRefusalSaysWhy() {
        on(new MembersChanged(ALL));
        ask(drain("a", 5));

        assertThat(ask(drain("a", 5))).isEqualTo(Outcome.ALREADY_DONE);
        assertThat(ask(drain("b", 4))).isEqualTo(Outcome.STALE_EPOCH);
        assertThat(ask(drain("c", 5).toBuilder().setEstate("other").build())).isEqualTo(Outcome.WRONG_ESTATE);
        assertThat(ask(order("d", 5)
                        .setUpdate(Update.newBuilder().setVersion("3"))
                        .build()))
                .isEqualTo(Outcome.NOT_POSSIBLE);
        assertThat(ask(order("", 5).setDrain(Drain.getDefaultInstance()).build()))
                .isEqualTo(Outcome.NOT_POSSIBLE);
        assertThat(ask(order("e", 5).build())).isEqualTo(Outcome.NOT_POSSIBLE);
        assertThat(ask(order("f", 5)
                        .setConfigure(Configure.newBuilder().setCluster(CLUSTER))
                        .build()))
                .isEqualTo(Outcome.NOT_POSSIBLE);
        assertThat(answers())
                .allSatisfy(ack -> assertThat(ack.getHighestEpoch()).isEqualTo(5));
        assertThat(answers().subList(1, answers().size()))
                .allSatisfy(ack -> assertThat(ack.getReason()).isNotEmpty());
    }

    @Test
    void withoutQuorumItCanBeMendedButNotTakenOut() {
        agent = started(null, Duration.ZERO, SidecarState.getDefaultInstance());
        on(new MembersChanged(ALONE));

        assertThat(ask(configure("a", 5, CLUSTER))).isEqualTo(Outcome.DONE);
        assertThat(ask(drain("b", 5))).isEqualTo(Outcome.NO_QUORUM);
        assertThat(ask(order("c", 5).setDisable(Disable.getDefaultInstance()).build()))
                .isEqualTo(Outcome.NO_QUORUM);
        assertThat(ask(order("d", 5).setUndrain(Undrain.getDefaultInstance()).build()))
                .isEqualTo(Outcome.DONE);
        assertThat(ask(order("e", 5).setRelease(Release.getDefaultInstance()).build()))
                .isEqualTo(Outcome.DONE);
        assertThat(agent.advert()).isEqualTo(new Advert.Withdraw());
    }

    @Test
    void onlyPortsMembersAndSecurityNeedARejoin() {
        agent = started(null, Duration.ZERO, SidecarState.getDefaultInstance());
        var service = CLUSTER.toBuilder().setRevision(8);
        service.getDirectorsBuilder(1).putServices("http", 8080);
        var port = service.clone().setRevision(9);
        port.getDirectorsBuilder(2).setPort(9000);

        ask(configure("a", 5, CLUSTER));
        ask(configure("b", 5, service.build()));
        ask(configure("c", 5, port.build()));

        assertThat(effects)
                .filteredOn(Effect.Reconfigure.class::isInstance)
                .containsExactly(
                        new Effect.Reconfigure(CLUSTER, true),
                        new Effect.Reconfigure(service.build(), false),
                        new Effect.Reconfigure(port.build(), true));
    }

    @Test
    void aNewCertificateByTheSameAuthorityNeedsNoRejoin() {
        var first = CLUSTER.toBuilder().setMesh(mesh("authority", "one")).build();
        var renewed = CLUSTER.toBuilder().setMesh(mesh("authority", "two")).build();
        var moved = CLUSTER.toBuilder().setMesh(mesh("another", "two")).build();

        assertThat(Rules.rejoins(CLUSTER, first)).isTrue();
        assertThat(Rules.rejoins(first, renewed)).isFalse();
        assertThat(Rules.rejoins(renewed, moved)).isTrue();
    }

    private static MeshConfiguration mesh(String authority, String certificate) {
        return MeshConfiguration.newBuilder()
                .setAuthority(ByteString.copyFromUtf8(authority))
                .setCertificate(ByteString.copyFromUtf8(certificate))
                .build();
    }

    @Test
    void newerIsByEpochThenRevision() {
        agent = started(null, Duration.ZERO, SidecarState.getDefaultInstance());
        var other = CLUSTER.toBuilder().setPlaintextAccepted(true);

        assertThat(ask(configure("a", 5, CLUSTER))).isEqualTo(Outcome.DONE);
        assertThat(ask(configure("b", 5, CLUSTER))).isEqualTo(Outcome.ALREADY_DONE);
        assertThat(ask(configure("c", 5, other.build()))).isEqualTo(Outcome.STALE_REVISION);
        assertThat(ask(configure("d", 5, other.setRevision(6).build()))).isEqualTo(Outcome.STALE_REVISION);
        assertThat(ask(configure("e", 6, other.build()))).isEqualTo(Outcome.DONE);
        assertThat(ask(configure("f", 6, other.setName("other").setRevision(9).build())))
                .isEqualTo(Outcome.NOT_POSSIBLE);
    }

    @Test
    void whatCannotBeRememberedIsNotInForce() {
        on(new MembersChanged(ALL));
        on(received(drain("a", 5)));
        on(new AgentEvent.Persisted());
        assertThat(word().getState()).isEqualTo(DirectorState.DRAINING);

        on(new AgentEvent.NotPersisted("disk full"));

        assertThat(word().getState()).isEqualTo(DirectorState.STARTING);
        assertThat(answers()).singleElement().returns(Outcome.FAILED, Ack::getOutcome);
        on(new Tick());
        assertThat(remembered()).returns(false, SidecarState::getDrained).returns(5L, SidecarState::getEpoch);
    }

    @Test
    void whatIsInForceSurvivesARestart() {
        on(new MembersChanged(ALL));
        ask(drain("a", 5));

        agent = started(CLUSTER, Duration.ZERO, agent.memory());

        assertThat(word().getState()).isEqualTo(DirectorState.DRAINING);
        on(new MembersChanged(ALL));
        assertThat(ask(drain("a", 5))).isEqualTo(Outcome.ALREADY_DONE);
        assertThat(agent.memory().getRun()).isEqualTo(2);
    }

    @Test
    void anUpdateThatFailsIsRolledBack() {
        agent = with(new Basis("director-0", CLUSTER, true, Duration.ZERO), SidecarState.getDefaultInstance());
        on(new MembersChanged(ALL));
        on(new VersionRead("1"));
        ask(order("u", 5).setUpdate(Update.newBuilder().setVersion("2")).build());
        assertThat(effects).contains(new Effect.RunUpdate("u", "2"));
        assertThat(word().getState()).isEqualTo(DirectorState.UPDATING);

        on(new AgentEvent.UpdateEnded("u", false, "exit code 3"));
        assertThat(effects).contains(new Effect.RollBack("u", "1"));
        on(new AgentEvent.RolledBack("u", true, ""));
        settle();

        assertThat(answers().getLast())
                .returns(Outcome.FAILED, Ack::getOutcome)
                .returns("exit code 3; brought back", Ack::getReason);
        assertThat(word().getState()).isEqualTo(DirectorState.STARTING);
    }

    @Test
    void tooManyOrdersAtOnceAreRefused() {
        on(new MembersChanged(ALL));
        for (int n = 0; n <= Desk.WAITING_MAX; n++) {
            on(received(drain("n" + n, 5)));
        }
        assertThat(answers()).isEmpty();

        on(received(drain("one more", 5)));

        assertThat(answers())
                .singleElement()
                .returns("one more", Ack::getId)
                .returns(Outcome.NOT_POSSIBLE, Ack::getOutcome);
    }

    @Test
    void onlyTheLastOutcomesAreRemembered() {
        on(new MembersChanged(ALL));
        for (int n = 0; n <= Orders.PAST_MAX; n++) {
            ask(drain("n" + n, 5));
        }

        assertThat(agent.memory().getPastCount()).isEqualTo(Orders.PAST_MAX);
        assertThat(ask(drain("n1", 5))).isEqualTo(Outcome.ALREADY_DONE);
    }

    @Test
    void leavesWhenTheGatewaysHaveSaidGoodbye() {
        on(new AgentEvent.Connected("g1"));
        on(new AgentEvent.Connected("g2"));

        on(new StopRequested());
        on(new AgentEvent.SaidGoodbye("g1"));
        assertThat(effects).containsExactly(new Effect.SayFarewell(false));
        assertThat(agent.advert()).isEqualTo(new Advert.Withdraw());

        on(new AgentEvent.SaidGoodbye("g2"));
        on(new AgentEvent.ClusterLeft());
        assertThat(effects)
                .containsExactly(new Effect.SayFarewell(false), new Effect.LeaveCluster(), new Effect.Stop());
    }

    @Test
    void moreGatewaysThanThereMayBeAreNotWaitedFor() {
        for (int n = 0; n <= Sight.GATEWAYS_MAX; n++) {
            on(new AgentEvent.Connected("g" + n));
        }
        on(new StopRequested());

        for (int n = 0; n < Sight.GATEWAYS_MAX; n++) {
            assertThat(effects).hasSize(1);
            on(new AgentEvent.SaidGoodbye("g" + n));
        }

        assertThat(effects).contains(new Effect.LeaveCluster());
    }

    @Test
    void leavesWithoutGatewaysAndWithoutWaiting() {
        on(new StopRequested());

        assertThat(effects).containsExactly(new Effect.SayFarewell(false), new Effect.LeaveCluster());
    }

    @Test
    void drainsFirstWhenItIsToAndMay() {
        agent = started(CLUSTER, Duration.ofSeconds(30), SidecarState.getDefaultInstance());
        on(new MembersChanged(ALL));
        on(new AgentEvent.Connected("g1"));

        on(new StopRequested());
        assertThat(effects).containsExactly(new Effect.SayFarewell(true));
        assertThat(word().getState()).isEqualTo(DirectorState.DRAINING);
        on(new AgentEvent.InFlight("g1", 2, true));
        assertThat(effects).hasSize(1);

        on(new AgentEvent.InFlight("g1", 0, true));
        assertThat(effects).contains(new Effect.LeaveCluster());
    }

    @Test
    void drainsNotWithoutQuorumAndNotForEver() {
        agent = started(CLUSTER, Duration.ofSeconds(30), SidecarState.getDefaultInstance());
        on(new MembersChanged(ALL));
        on(new AgentEvent.Connected("g1"));
        on(new StopRequested());

        time.advance(Duration.ofSeconds(30));
        on(new Tick());
        assertThat(effects).contains(new Effect.LeaveCluster());

        agent = started(CLUSTER, Duration.ofSeconds(30), SidecarState.getDefaultInstance());
        on(new MembersChanged(ALONE));
        on(new StopRequested());
        assertThat(effects).contains(new Effect.SayFarewell(false));
    }

    @Test
    void anotherEstateByEnrolmentBeginsWithItsOwnEpochs() {
        on(new MembersChanged(ALL));
        ask(drain("a", 5));

        on(new AgentEvent.Enrolled("new"));
        settle();

        assertThat(agent.hello())
                .returns("new", hello -> hello.getEstate())
                .returns(0L, hello -> hello.getHighestEpoch());
        assertThat(ask(drain("b", 9))).isEqualTo(Outcome.WRONG_ESTATE);
        assertThat(ask(order("c", 1)
                        .setEstate("new")
                        .setUndrain(Undrain.getDefaultInstance())
                        .build()))
                .isEqualTo(Outcome.DONE);
    }

    // ---- What the tests say often.

    private Agent started(@Nullable ClusterConfiguration file, Duration drain, SidecarState found) {
        return with(new Basis("director-0", file, false, drain), found);
    }

    private Agent with(Basis basis, SidecarState found) {
        var state = Agent.restarted(found).toBuilder().setEstate(World.ESTATE).build();
        return Agent.start(basis, state, time.nanos()).agent();
    }

    private void on(AgentEvent event) {
        var step = agent.on(event, time.nanos());
        agent = step.agent();
        effects.addAll(step.effects());
    }

    /// The outcome once the disk has done its part.
    private Outcome ask(Directive directive) {
        var before = answers().size();
        on(received(directive));
        settle();
        return answers().size() == before
                ? Outcome.OUTCOME_UNSPECIFIED
                : answers().getLast().getOutcome();
    }

    private void settle() {
        while (agent.desk().work() != null) {
            on(new AgentEvent.Persisted());
        }
    }

    private AgentEvent.Received received(Directive directive) {
        return new AgentEvent.Received("gateway", directive, time.nanos(), null);
    }

    private static Directive drain(String id, long epoch) {
        return order(id, epoch).setDrain(Drain.getDefaultInstance()).build();
    }

    private static Directive configure(String id, long epoch, ClusterConfiguration cluster) {
        return order(id, epoch)
                .setConfigure(Configure.newBuilder().setCluster(cluster))
                .build();
    }

    private static Directive.Builder order(String id, long epoch) {
        return Directive.newBuilder()
                .setId(id)
                .setEstate(World.ESTATE)
                .setEpoch(epoch)
                .setValidForMillis(1_000);
    }

    private DirectorWord word() {
        return switch (agent.advert()) {
            case Advert.Speak(var word) -> word;
            case Advert.Withdraw _ -> throw new AssertionError("no word");
        };
    }

    private SidecarState remembered() {
        return effects.stream()
                .filter(Effect.Remember.class::isInstance)
                .map(effect -> ((Effect.Remember) effect).state())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private List<Ack> answers() {
        return effects.stream()
                .filter(Effect.Answer.class::isInstance)
                .map(effect -> ((Effect.Answer) effect).ack())
                .toList();
    }
}
