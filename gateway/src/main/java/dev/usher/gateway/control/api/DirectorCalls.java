package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.api.Operation.delete;
import static dev.usher.gateway.control.api.Operation.get;
import static dev.usher.gateway.control.api.Operation.patch;
import static dev.usher.gateway.control.api.Operation.post;
import static dev.usher.gateway.core.model.Permission.CLUSTER_CREATE;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_CREATE;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_DELETE;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_READ;
import static dev.usher.gateway.core.model.Permission.DIRECTOR_UPDATE;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.api.Reading.Seen;
import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.fleet.Directors;
import dev.usher.gateway.control.fleet.Inventory.Place;
import dev.usher.gateway.control.fleet.rules.DirectorRules;
import dev.usher.gateway.control.fleet.rules.Selection;
import dev.usher.gateway.control.fleet.rules.Selection.Candidate;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Directors, and which of them a new cluster can have. *Thread-safe.*
final class DirectorCalls {

    private static final String ALL = "/directors";
    private static final String ONE = ALL + "/{name}";
    private static final String TYPE = "type";
    private static final String SHOWN_ONCE =
            "This is shown once, is good for one enrolment, and voids the key before it.";

    private final Reading reading;
    private final Storing storing;
    private final BooleanSupplier channel;

    /// @param channel whether sidecars can come at all
    DirectorCalls(Reading reading, Storing storing, BooleanSupplier channel) {
        this.reading = reading;
        this.storing = storing;
        this.channel = channel;
    }

    /// Changes a Director.
    private interface Change<T> {
        CompletableFuture<Outcome<T>> begin(Directors directors, DirectorName name, Call call);
    }

    List<Operation> operations() {
        var update = Access.of(DIRECTOR_UPDATE);
        return List.of(
                get(ALL, Access.of(DIRECTOR_READ), reading.of(DirectorCalls::list))
                        .query(Filter.SEARCH, Filter.STATUS, Filter.CONNECTION, Paging.CURSOR, Paging.LIMIT),
                post(ALL, Access.of(DIRECTOR_CREATE), create()).dryRun(),
                get(ONE, Access.of(DIRECTOR_READ), reading.of(DirectorCalls::one)),
                patch(ONE, update, change(DirectorCalls::update, this::shown))
                        .ofRevision()
                        .dryRun(),
                delete(ONE, Access.of(DIRECTOR_DELETE), change(DirectorCalls::remove, (_, _) -> Answer.done()))
                        .ofRevision()
                        .dryRun(),
                post(ONE + "/enable", update, change(DirectorCalls::enable, this::shown))
                        .dryRun(),
                post(ONE + "/disable", update, change(DirectorCalls::disable, this::shown))
                        .dryRun(),
                post(ONE + "/enrolment-key", update, newKey()).dryRun(),
                get(
                                "/director-candidates",
                                Access.of(DIRECTOR_READ, CLUSTER_CREATE),
                                reading.of(DirectorCalls::candidates))
                        .query(TYPE, Paging.CURSOR, Paging.LIMIT));
    }

    static Problem missing(Call call) {
        return new Problem(404, "director_not_found", call.name() + " (expected: the name of a Director)");
    }

    private static Reply list(Call call, Seen seen) {
        var filter = Filter.of(call);
        var directors = seen.inventory().directors().stream()
                .filter(place -> filter.admits(place.name().value(), place.enabled(), place.connected()))
                .toList();
        return Paging.of(call)
                .page(
                        directors,
                        place -> place.name().value(),
                        place -> seen.shapes().director(place, seen.known()));
    }

    private static Reply one(Call call, Seen seen) {
        var place = seen.inventory().director(call.name());
        return place == null ? missing(call) : tagged(Answer.ok(seen.shapes().director(place, seen.known())), place);
    }

    private static Answer tagged(Answer answer, Place place) {
        var row = place.row();
        return row == null ? answer : answer.with("ETag", Revision.tag(row.revision()));
    }

    private static Reply candidates(Call call, Seen seen) {
        var candidates = Selection.candidates(seen.known(), type(call.query(TYPE)));
        return Paging.of(call)
                .page(
                        candidates,
                        candidate -> candidate.director().name().value(),
                        candidate -> shape(candidate, seen));
    }

    private static @Nullable Ownership type(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(Ownership.values())
                .filter(type -> DirectorRules.word(type).equals(word))
                .findFirst()
                .orElseThrow(() -> new Paging.Refused("type: " + word + " (expected: managed or self_managed)"));
    }

    private static JsonObject shape(Candidate candidate, Seen seen) {
        var row = candidate.director();
        var faults = candidate.reasons().stream()
                .map(reason ->
                        new JsonObject().put("code", reason.code().word()).put("detail", reason.detail()))
                .toList();
        return new JsonObject()
                .put("name", row.name().value())
                .put("type", DirectorRules.word(row.type()))
                .put("connection", seen.known().connected().test(row.name()) ? "connected" : "not_connected")
                .put("address", row.address().isEmpty() ? null : row.address())
                .put("port", row.port() == 0 ? null : row.port())
                .put("selectable", faults.isEmpty())
                .put("reasons", new JsonArray(faults));
    }

    private Operation.Action create() {
        return storing.changing(
                (management, call) -> management.directors().create(call.actor(), call.text(), call.dryRun()),
                DirectorCalls::missing,
                (_, made) -> new Answer(201, keyed(reading.shape(made.director()), made.key()))
                        .with("ETag", Revision.tag(made.director().revision()))
                        .with(
                                "Location",
                                Routes.API + ALL + "/" + made.director().name()));
    }

    private Operation.Action newKey() {
        var made = change(
                (directors, name, call) -> directors.regenerateKey(call.actor(), name, call.dryRun()),
                (_, fresh) -> new Answer(
                        201,
                        keyed(new JsonObject().put("director", fresh.director().value()), fresh.key())));
        return call -> channel.getAsBoolean()
                ? made.answer(call)
                : Future.succeededFuture(new Problem(
                        409,
                        "no_control_channel",
                        "This gateway takes no sidecars (expected: control in its configuration)."));
    }

    private static JsonObject keyed(JsonObject shape, @Nullable String key) {
        return key == null ? shape : shape.put("enrolment_key", key).put("note", SHOWN_ONCE);
    }

    private <T> Operation.Action change(Change<T> change, Answers.Words<T> words) {
        return storing.changing(
                (management, call) -> Names.plain(call.name())
                        ? change.begin(management.directors(), new DirectorName(call.name()), call)
                        : CompletableFuture.completedFuture(new Outcome.NotFound<>()),
                DirectorCalls::missing,
                words);
    }

    private Answer shown(Call call, DirectorRow row) {
        return Answer.ok(reading.shape(row)).with("ETag", Revision.tag(row.revision()));
    }

    private static CompletableFuture<Outcome<DirectorRow>> update(Directors directors, DirectorName name, Call call) {
        return directors.update(call.actor(), name, call.revision(), call.text(), call.dryRun());
    }

    private static CompletableFuture<Outcome<DirectorRow>> remove(Directors directors, DirectorName name, Call call) {
        return directors.delete(call.actor(), name, call.revision(), call.dryRun());
    }

    private static CompletableFuture<Outcome<DirectorRow>> enable(Directors directors, DirectorName name, Call call) {
        return directors.enable(call.actor(), name, call.revision(), call.dryRun());
    }

    private static CompletableFuture<Outcome<DirectorRow>> disable(Directors directors, DirectorName name, Call call) {
        return directors.disable(call.actor(), name, call.revision(), call.dryRun());
    }
}
