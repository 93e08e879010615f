package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.api.Operation.delete;
import static dev.usher.gateway.control.api.Operation.get;
import static dev.usher.gateway.control.api.Operation.patch;
import static dev.usher.gateway.control.api.Operation.post;
import static dev.usher.gateway.control.api.Operation.put;
import static dev.usher.gateway.core.model.Permission.CLUSTER_CREATE;
import static dev.usher.gateway.core.model.Permission.CLUSTER_DELETE;
import static dev.usher.gateway.core.model.Permission.CLUSTER_READ;
import static dev.usher.gateway.core.model.Permission.CLUSTER_UPDATE;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.api.Reading.Seen;
import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.api.Reply.Text;
import dev.usher.gateway.control.fleet.Clusters;
import dev.usher.gateway.control.fleet.Inventory.Group;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.Names;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Clusters, and from where they can be reached. *Thread-safe.*
final class ClusterCalls {

    private static final String ALL = "/clusters";
    private static final String ONE = ALL + "/{name}";
    private static final String RESTRICTION = ONE + "/access-restriction";

    private final Reading reading;
    private final Storing storing;

    ClusterCalls(Reading reading, Storing storing) {
        this.reading = reading;
        this.storing = storing;
    }

    /// Changes a cluster.
    private interface Change {
        CompletableFuture<Outcome<ClusterRow>> begin(Clusters clusters, ClusterName name, Call call);
    }

    List<Operation> operations() {
        var update = Access.of(CLUSTER_UPDATE);
        return List.of(
                get(ALL, Access.of(CLUSTER_READ), reading.of(ClusterCalls::list))
                        .query(Filter.SEARCH, Filter.STATUS, Paging.CURSOR, Paging.LIMIT),
                post(ALL, Access.of(CLUSTER_CREATE), create()).dryRun(),
                get(ONE, Access.of(CLUSTER_READ), reading.of(ClusterCalls::one)),
                patch(ONE, update, change(ClusterCalls::update, this::shown))
                        .ofRevision()
                        .dryRun(),
                delete(ONE, Access.of(CLUSTER_DELETE), change(ClusterCalls::remove, (_, _) -> Answer.done()))
                        .ofRevision()
                        .dryRun(),
                post(ONE + "/enable", update, change(ClusterCalls::enable, this::shown))
                        .dryRun(),
                post(ONE + "/disable", update, change(ClusterCalls::disable, this::shown))
                        .dryRun(),
                get(ONE + "/config", Access.of(CLUSTER_READ), storing.looking(ClusterCalls::download)),
                get(RESTRICTION, Access.of(CLUSTER_READ), reading.of(ClusterCalls::restriction)),
                put(RESTRICTION, update, change(ClusterCalls::restrict, ClusterCalls::restricted))
                        .ofRevision()
                        .dryRun());
    }

    static Problem missing(Call call) {
        return new Problem(404, "cluster_not_found", call.name() + " (expected: the name of a cluster)");
    }

    private static Reply list(Call call, Seen seen) {
        var filter = Filter.of(call);
        var clusters = seen.inventory().clusters().stream()
                .filter(group ->
                        filter.admits(name(group), group.view().intent().enabled(), true))
                .toList();
        return Paging.of(call).page(clusters, ClusterCalls::name, seen.shapes()::cluster);
    }

    private static Reply one(Call call, Seen seen) {
        var group = seen.inventory().cluster(call.name());
        return group == null ? missing(call) : tagged(Answer.ok(seen.shapes().cluster(group)), group);
    }

    private static Reply restriction(Call call, Seen seen) {
        var group = seen.inventory().cluster(call.name());
        if (group == null) {
            return missing(call);
        }
        var access = seen.shapes().cluster(group).getJsonObject("access");
        return tagged(Answer.ok(access.getJsonObject("restriction")), group);
    }

    private static Answer tagged(Answer answer, Group group) {
        return answer.with("ETag", Revision.tag(group.revision()));
    }

    private static String name(Group group) {
        return group.view().intent().name().value();
    }

    private Operation.Action create() {
        return storing.changing(
                (management, call) -> management.clusters().create(call.actor(), call.text(), call.dryRun()),
                ClusterCalls::missing,
                (_, row) -> new Answer(201, reading.shape(row))
                        .with("ETag", Revision.tag(row.revision()))
                        .with("Location", Routes.API + ALL + "/" + row.name()));
    }

    private Operation.Action change(Change change, Answers.Words<ClusterRow> words) {
        return storing.changing(
                (management, call) -> Names.plain(call.name())
                        ? change.begin(management.clusters(), new ClusterName(call.name()), call)
                        : CompletableFuture.completedFuture(new Outcome.NotFound<>()),
                ClusterCalls::missing,
                words);
    }

    private Answer shown(Call call, ClusterRow row) {
        return Answer.ok(reading.shape(row)).with("ETag", Revision.tag(row.revision()));
    }

    private static CompletableFuture<Outcome<ClusterRow>> update(Clusters clusters, ClusterName name, Call call) {
        return clusters.update(call.actor(), name, call.revision(), call.text(), call.dryRun());
    }

    private static CompletableFuture<Outcome<ClusterRow>> remove(Clusters clusters, ClusterName name, Call call) {
        return clusters.delete(call.actor(), name, call.revision(), call.dryRun());
    }

    private static CompletableFuture<Outcome<ClusterRow>> enable(Clusters clusters, ClusterName name, Call call) {
        return clusters.enable(call.actor(), name, call.revision(), call.dryRun());
    }

    private static CompletableFuture<Outcome<ClusterRow>> disable(Clusters clusters, ClusterName name, Call call) {
        return clusters.disable(call.actor(), name, call.revision(), call.dryRun());
    }

    private static CompletableFuture<Outcome<ClusterRow>> restrict(Clusters clusters, ClusterName name, Call call) {
        return clusters.restrict(call.actor(), name, call.revision(), call.text(), call.dryRun());
    }

    private static Answer restricted(Call call, ClusterRow row) {
        var restriction = row.restriction();
        return Answer.ok(ClusterShape.restriction(restriction.enabled(), restriction.sources()))
                .with("ETag", Revision.tag(row.revision()));
    }

    private static CompletionStage<Reply> download(Management management, Call call) {
        if (!Names.plain(call.name())) {
            return CompletableFuture.completedFuture(missing(call));
        }
        return management
                .clusters()
                .download(new ClusterName(call.name()), management.gateways())
                .thenApply(outcome -> switch (outcome) {
                    case Outcome.Done<String>(var file, var _, var _) -> file(call, file);
                    case Outcome.Refused<String> refused -> Answers.refused(refused);
                    case Outcome.NotFound<String> _, Outcome.Stale<String> _ -> missing(call);
                });
    }

    private static Reply file(Call call, String text) {
        var name = "attachment; filename=\"" + call.name() + ".yaml\"";
        return new Text(200, "application/yaml", text, Map.of("Content-Disposition", name));
    }
}
