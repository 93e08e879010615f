package dev.usher.membership.agent;

import dev.usher.membership.contract.Quorum;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.DirectorWord;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.SidecarState;
import dev.usher.membership.contract.proto.Status;
import org.jspecify.annotations.Nullable;

/// Where a sidecar stands. *Immutable: each event gives the next one, and what is to be done.*
///
/// It speaks of its Director from the start, `STARTING` until the checks have decided for the first time. Members and
/// quorum never change what it says: a Director cut off from its peers goes on receiving. Orders are judged by [Rules],
/// one at a time, and answered once what they changed is on disk. Once stopping, it obeys none.
///
/// @param memory what is in force
/// @param durable what of it is on disk for certain
/// @param exit how far it is on its way out, or null while it stays
public record Agent(
        Basis basis,
        Rules rules,
        SidecarState memory,
        SidecarState durable,
        Desk desk,
        Sight sight,
        @Nullable Exit exit) {

    /// The state of a new run, to be written down before anything else.
    ///
    /// @param found what lay on disk; the default where nothing did
    public static SidecarState restarted(SidecarState found) {
        return Rules.ALL.restarted(found);
    }

    /// A sidecar at the begin of a run.
    ///
    /// @param state from [#restarted], and on disk
    public static Step start(Basis basis, SidecarState state, long nanos) {
        return start(basis, Rules.ALL, state, nanos);
    }

    static Step start(Basis basis, Rules rules, SidecarState state, long nanos) {
        var agent = new Agent(basis, rules, state, state, Desk.EMPTY, Sight.NONE, null);
        return new Turn(agent, nanos).start();
    }

    public Step on(AgentEvent event, long nanos) {
        return new Turn(this, nanos).on(event);
    }

    /// What the roster should hold of the Director.
    public Advert advert() {
        var cluster = situation().cluster();
        if (cluster == null || (exit != null && exit.phase() != Exit.Phase.DRAINING)) {
            return new Advert.Withdraw();
        }
        var quorum = quorum();
        return new Advert.Speak(DirectorWord.newBuilder()
                .setDirector(basis.director())
                .setCluster(cluster.getName())
                .setVersion(sight.version())
                .setState(state())
                .putAllServices(situation().services())
                .setConfigRevision(cluster.getRevision())
                .setEpoch(durable.getEpoch())
                .setPresent(quorum.have())
                .setQuorum(quorum.ok())
                .build());
    }

    /// What gateways should hear; since when is still to be filled in.
    public Hello hello() {
        var cluster = situation().cluster();
        var quorum = quorum();
        return Hello.newBuilder()
                .setDirector(basis.director())
                .setCluster(cluster == null ? "" : cluster.getName())
                .setEstate(durable.getEstate())
                .setHighestEpoch(durable.getEpoch())
                .setManaged(basis.managed())
                .setStatus(Status.newBuilder()
                        .setState(cluster == null ? DirectorState.DIRECTOR_STATE_UNSPECIFIED : state())
                        .setVersion(sight.version())
                        .putAllServices(situation().services())
                        .setConfigRevision(cluster == null ? 0 : cluster.getRevision())
                        .setPresent(quorum.have())
                        .setConfigured(quorum.configured())
                        .setHighestEpoch(durable.getEpoch()))
                .build();
    }

    public Quorum quorum() {
        return situation().quorum();
    }

    /// How the Director is by its checks alone.
    public DirectorState checked() {
        return sight.checked();
    }

    public boolean stopping() {
        return exit != null;
    }

    Situation situation() {
        return new Situation(basis, memory, sight.present());
    }

    private DirectorState state() {
        if (desk.running() != null) {
            return DirectorState.UPDATING;
        }
        if (memory.getDisabled()) {
            return DirectorState.DISABLED;
        }
        return memory.getDrained() || exit != null ? DirectorState.DRAINING : sight.checked();
    }
}
