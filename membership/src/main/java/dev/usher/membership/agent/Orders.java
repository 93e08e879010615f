package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorConfiguration;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.PastOrder;
import dev.usher.membership.contract.proto.SidecarState;
import dev.usher.membership.contract.proto.UpdateState;
import java.util.List;
import java.util.stream.Collectors;

/// What an order changes in what is remembered.
final class Orders {

    static final int PAST_MAX = 64;

    private Orders() {}

    /// The memory once `directive` is carried out; an update is only begun.
    static SidecarState carriedOut(SidecarState memory, Directive directive) {
        var next = memory.toBuilder().clearBegun();
        switch (directive.getOrderCase()) {
            case CONFIGURE -> configured(next, directive);
            case DRAIN -> next.setDrained(true);
            case DISABLE -> next.setDisabled(true);
            case UNDRAIN -> next.clearDrained().clearForgetful();
            case ENABLE -> next.clearDisabled().clearForgetful();
            case RELEASE -> next.clearCluster().clearDrained().clearDisabled().clearForgetful();
            case UPDATE, ORDER_NOT_SET -> {
                return memory;
            }
        }
        return ended(next, directive.getId(), Outcome.DONE).build();
    }

    /// Notes before an order is begun that it was.
    static SidecarState begun(SidecarState memory, Directive directive, String version) {
        var next = memory.toBuilder().setBegun(directive.getId());
        if (directive.hasUpdate()) {
            next.setUpdate(UpdateState.newBuilder()
                    .setId(directive.getId())
                    .setVersion(directive.getUpdate().getVersion())
                    .setPreviousVersion(version));
        }
        return next.build();
    }

    /// Nothing came of what was begun.
    static SidecarState notBegun(SidecarState memory, Directive directive) {
        var next = memory.toBuilder().clearBegun();
        return directive.hasUpdate() ? next.clearUpdate().build() : next.build();
    }

    /// What `directive` changed is as `before` again; everything else stays.
    static SidecarState undone(SidecarState memory, SidecarState before, Directive directive) {
        var next = memory.toBuilder()
                .setDrained(before.getDrained())
                .setDisabled(before.getDisabled())
                .setForgetful(before.getForgetful())
                .clearPast();
        if (before.getEstate().equals(memory.getEstate())) {
            next.setConfiguredCluster(before.getConfiguredCluster())
                    .setConfiguredEpoch(before.getConfiguredEpoch())
                    .setConfiguredRevision(before.getConfiguredRevision());
        }
        if (before.hasCluster()) {
            next.setCluster(before.getCluster());
        } else {
            next.clearCluster();
        }
        memory.getPastList().stream()
                .filter(past -> !past.getId().equals(directive.getId()))
                .forEach(next::addPast);
        return ended(next, directive.getId(), Outcome.FAILED).build();
    }

    /// The end of the update that runs.
    static SidecarState updated(SidecarState memory, Outcome outcome) {
        var id = memory.getUpdate().getId();
        return ended(memory.toBuilder().clearBegun().clearUpdate(), id, outcome).build();
    }

    /// Remembers how an order ended, and forgets the oldest one beyond the limit.
    static SidecarState.Builder ended(SidecarState.Builder next, String id, Outcome outcome) {
        next.addPast(PastOrder.newBuilder().setId(id).setOutcome(outcome));
        return next.getPastCount() > PAST_MAX ? next.removePast(0) : next;
    }

    /// The estate has changed by an operator's hand; what is in force stays until the new one orders otherwise.
    static SidecarState moved(SidecarState memory, String estate) {
        return memory.toBuilder()
                .setEstate(estate)
                .clearEpoch()
                .clearConfiguredCluster()
                .clearConfiguredEpoch()
                .clearConfiguredRevision()
                .build();
    }

    /// Who is where in the cluster, whatever their services.
    static List<DirectorConfiguration> places(ClusterConfiguration cluster) {
        return cluster.getDirectorsList().stream()
                .map(each -> each.toBuilder().clearServices().build())
                .collect(Collectors.toList());
    }

    private static void configured(SidecarState.Builder next, Directive directive) {
        var cluster = directive.getConfigure().getCluster();
        next.setCluster(cluster)
                .setConfiguredCluster(cluster.getName())
                .setConfiguredEpoch(directive.getEpoch())
                .setConfiguredRevision(cluster.getRevision())
                .clearForgetful();
    }
}
