package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.fleet.ClusterView;
import dev.usher.gateway.control.fleet.DirectorIntent;
import dev.usher.gateway.control.fleet.DirectorView;
import dev.usher.gateway.control.fleet.Drain;
import dev.usher.gateway.control.fleet.DrainAnswer;
import dev.usher.gateway.control.fleet.Drains;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the API does. *Thread-safe;* each call looks at the world once and keeps nothing.
final class Resources {

    private static final System.Logger LOG = System.getLogger(Resources.class.getName());
    private static final String NOTE = "This does not survive a restart of the gateway.";
    private static final String STANDS =
            "The store, which keeps the drain, is away: the drain stands again when the store answers.";

    private final Vertx vertx;
    private final ApiSources sources;
    private final SidecarCalls sidecars;

    Resources(Vertx vertx, ApiSources sources) {
        this.vertx = vertx;
        this.sources = sources;
        this.sidecars = new SidecarCalls(vertx, sources.channel());
    }

    Future<Reply> status(Call call) {
        return onWorker(this::status);
    }

    private Reply status() {
        var facts = sources.facts();
        var snapshot = sources.snapshots().current();
        var shapes = shapes();
        var directors = sources.fleet().clusters().stream()
                .flatMap(cluster -> cluster.directors().stream())
                .toList();
        long up = directors.stream().filter(shapes::up).count();
        long uptimeMillis = sources.ticker().epochMillis() - facts.startedEpochMillis();
        var checks = new JsonObject();
        sources.readiness()
                .forEach(check -> checks.put(check.name(), check.passes().getAsBoolean()));
        return Answer.ok(new JsonObject()
                .put("name", facts.name())
                .put("version", facts.version())
                .put("started_at", Shapes.instant(facts.startedEpochMillis()))
                .put("uptime_seconds", Duration.ofMillis(uptimeMillis).toSeconds())
                .put("ready", new Readiness(sources.readiness()).ready())
                .put("checks", checks)
                .put("configuration", Shapes.configuration(facts.configuration().get()))
                .put("store", store())
                .put("snapshot_version", snapshot.version())
                .put("listeners", snapshot.listeners().size())
                .put("clusters", snapshot.clusters().size())
                .put("directors_up", up)
                .put("directors_down", directors.size() - up));
    }

    /// Null where nothing is kept.
    private @Nullable JsonObject store() {
        var management = sources.management();
        if (management == null) {
            return null;
        }
        var sight = management.copies().sight();
        var age = sight.ageMillis();
        return new JsonObject()
                .put("reachable", sight.reachable())
                .put("since", Shapes.instant(sight.sinceEpochMillis()))
                .put("problem", sight.problem())
                .put("copy_age_seconds", age == null ? null : TimeUnit.MILLISECONDS.toSeconds(age));
    }

    Reply drain(Call call) {
        return switch (DrainOrder.read(call.contentType(), call.body())) {
            case DrainOrder.Read.Wrong(var problem) -> problem;
            case DrainOrder.Read.Understood(var order) -> {
                if (!Names.plain(call.name())) {
                    yield unknown(call.name());
                }
                var director = new DirectorName(call.name());
                var unhealthy = sight().unhealthy();
                var fleet = sources.fleet();
                yield answer(
                        call.dryRun()
                                ? fleet.wouldDrain(director, order.timeout(), order.force(), unhealthy)
                                : fleet.drain(director, order.timeout(), order.force(), unhealthy),
                        call,
                        "drain");
            }
        };
    }

    Reply undrain(Call call) {
        if (!Names.plain(call.name())) {
            return unknown(call.name());
        }
        var director = new DirectorName(call.name());
        var fleet = sources.fleet();
        return answer(call.dryRun() ? fleet.wouldUndrain(director) : fleet.undrain(director), call, "undrain");
    }

    /// The same, kept in the store where there is one, and its sidecar told, so that other gateways hear of it.
    Future<Reply> drainEverywhere(Call call) {
        var done = onWorker(() -> drain(call));
        return call.dryRun()
                ? done
                : done.compose(reply -> kept(reply, call))
                        .compose(reply -> sidecars.told(reply, call, SidecarCalls.Order.DRAIN));
    }

    Future<Reply> undrainEverywhere(Call call) {
        var done = onWorker(() -> undrain(call));
        return call.dryRun()
                ? done
                : done.compose(reply -> forgotten(reply, call))
                        .compose(reply -> sidecars.told(reply, call, SidecarCalls.Order.UNDRAIN));
    }

    private Future<Reply> kept(Reply reply, Call call) {
        var management = sources.management();
        if (management == null
                || !(reply instanceof Answer answer)
                || !(DrainOrder.read(call.contentType(), call.body())
                        instanceof DrainOrder.Read.Understood(var order))) {
            return Future.succeededFuture(reply);
        }
        var director = new DirectorName(call.name());
        var found = find(director).orElse(null);
        var drain = sources.fleet().ordered(director).orElse(null);
        if (found == null || drain == null) {
            return Future.succeededFuture(reply);
        }
        var cluster = found.cluster.intent();
        var others = cluster.directors().stream()
                .map(DirectorIntent::name)
                .filter(name -> !name.equals(director))
                .collect(Collectors.toSet());
        var wish = new Drains.Wish(director, drain.untilEpochMillis(), order.force(), others, cluster.majority());
        var keeping = management.drains().keep(call.actor(), wish);
        return Future.fromCompletionStage(keeping, vertx.getOrCreateContext())
                .compose(tooFew -> tooFew.isEmpty()
                        ? Future.succeededFuture(noted(answer, null))
                        : undone(new DrainAnswer.TooFew(
                                cluster.name(),
                                director,
                                tooFew.getAsInt(),
                                cluster.majority(),
                                cluster.directors().size())))
                .otherwise(reply);
    }

    /// Another gateway drained another one of the cluster at the same time.
    private Future<Reply> undone(DrainAnswer.TooFew tooFew) {
        return onWorker(() -> {
            sources.fleet().undrain(tooFew.director());
            return tooFew(tooFew);
        });
    }

    private Future<Reply> forgotten(Reply reply, Call call) {
        var management = sources.management();
        if (management == null || !(reply instanceof Answer answer)) {
            return Future.succeededFuture(reply);
        }
        var removing = management.drains().remove(call.actor(), new DirectorName(call.name()));
        return Future.fromCompletionStage(removing, vertx.getOrCreateContext())
                .map(_ -> reply)
                .otherwise(_ -> noted(answer, STANDS));
    }

    private static Reply noted(Answer answer, @Nullable String note) {
        var body = Objects.requireNonNull(answer.body()).copy();
        body.remove("note");
        return new Answer(answer.status(), note == null ? body : body.put("note", note));
    }

    private Reply answer(DrainAnswer answer, Call call, String action) {
        return switch (answer) {
            case DrainAnswer.Unknown(var director) -> unknown(director.value());
            case DrainAnswer.TooFew tooFew -> tooFew(tooFew);
            case DrainAnswer.Draining(var _, var director, var drain) -> {
                if (call.dryRun()) {
                    yield would(director, drain);
                }
                log(call, action);
                yield new Answer(
                        202,
                        drained(director)
                                .put("deadline", Shapes.instant(drain.untilEpochMillis()))
                                .put("note", NOTE));
            }
            case DrainAnswer.Open(var _, var director) -> {
                if (call.dryRun()) {
                    yield would(director, null);
                }
                log(call, action);
                yield Answer.ok(drained(director));
            }
        };
    }

    /// @param next the drain that would stand; null for none
    private Answer would(DirectorName director, @Nullable Drain next) {
        var now = sources.fleet().ordered(director).orElse(null);
        var changed = next == null ? now != null : now == null || now.untilEpochMillis() != next.untilEpochMillis();
        var shape = drained(director).put("dry_run", true).put("changed", changed);
        return Answer.ok(next == null ? shape : shape.put("deadline", Shapes.instant(next.untilEpochMillis())));
    }

    private JsonObject drained(DirectorName director) {
        var view = find(director).orElseThrow().director;
        var shapes = shapes();
        return new JsonObject()
                .put("director", director.value())
                .put("cluster", view.cluster().value())
                .put("state", shapes.state(view))
                .put("in_flight", shapes.inFlight(view));
    }

    private static Problem tooFew(DrainAnswer.TooFew answer) {
        return new Problem(
                409,
                "majority_required",
                "Without " + answer.director() + " only " + answer.remaining() + " of the " + answer.configured()
                        + " Directors of " + answer.cluster() + " could take requests (expected: at least "
                        + answer.need() + "; \"force\": true drains it nevertheless).",
                List.of(),
                Map.of());
    }

    private static Problem unknown(String director) {
        return new Problem(404, "director_not_found", director + " (expected: the name of a Director of a cluster)");
    }

    private static void log(Call call, String action) {
        var operator = call.operator();
        LOG.log(Level.INFO, "{0} of {1} by {2} ({3})", action, call.name(), operator.name(), operator.email());
    }

    private Future<Reply> onWorker(Callable<Reply> work) {
        return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
    }

    private Optional<Found> find(DirectorName name) {
        return sources.fleet().clusters().stream()
                .flatMap(cluster -> cluster.director(name).map(director -> new Found(cluster, director)).stream())
                .findFirst();
    }

    private Shapes shapes() {
        return new Shapes(sight(), sources.ticker().nanos());
    }

    private Sight sight() {
        return Sight.take(sources.snapshots().current(), sources.observatory());
    }

    private record Found(ClusterView cluster, DirectorView director) {}
}
