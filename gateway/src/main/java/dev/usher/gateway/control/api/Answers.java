package dev.usher.gateway.control.api;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.activity.Violation.Kind;
import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Fault;
import dev.usher.gateway.control.api.Reply.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Says in HTTP what came of the wish to change something.
final class Answers {

    private Answers() {}

    /// What is answered when all went well.
    @FunctionalInterface
    interface Words<T> {
        Answer of(Call call, T value);
    }

    /// @param missing the answer where there is nothing of that name
    static <T> Reply of(Call call, Outcome<T> outcome, Function<Call, Problem> missing, Words<T> words) {
        return switch (outcome) {
            case Outcome.Done<T> done -> said(call, done, words.of(call, done.value()));
            case Outcome.Stale<T>(var revision) -> stale(revision);
            case Outcome.NotFound<T> _ -> missing.apply(call);
            case Outcome.Refused<T> refused -> refused(refused);
        };
    }

    private static Answer said(Call call, Outcome.Done<?> done, Answer answer) {
        var body = answer.body();
        if (call.dryRun()) {
            var shown = (body == null ? new JsonObject() : body)
                    .put("dry_run", true)
                    .put("changed", done.changed());
            return new Answer(200, warned(shown, done.warnings()));
        }
        return body == null || done.warnings().isEmpty()
                ? answer
                : new Answer(answer.status(), warned(body, done.warnings()), answer.headers());
    }

    private static JsonObject warned(JsonObject body, List<Violation> warnings) {
        return warnings.isEmpty() ? body : body.put("warnings", new JsonArray(Wire.json(faults(warnings))));
    }

    private static Problem stale(long revision) {
        return new Problem(
                412,
                "stale",
                "It was changed meanwhile: its revision is " + revision + " now (expected: that in If-Match).",
                List.of(),
                Map.of("ETag", Revision.tag(revision)));
    }

    /// With the code of its one fault, or of conflicts that are all alike; several faults have a code of their own.
    static Problem refused(Outcome.Refused<?> refused) {
        var violations = refused.violations();
        int status = status(refused.kind());
        boolean alike = violations.stream().map(Violation::code).distinct().count() == 1;
        var code = violations.size() == 1 || (alike && status == 409)
                ? violations.getFirst().code().word()
                : status == 409 ? "conflict" : "invalid_body";
        var detail = violations.size() == 1
                ? violations.getFirst().detail()
                : violations.size() + " things are in the way, all of them told in errors.";
        return new Problem(status, code, detail, faults(violations), Map.of());
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case SYNTAX -> 400;
            case RULE -> 422;
            case CONFLICT -> 409;
        };
    }

    private static List<Fault> faults(List<Violation> violations) {
        return violations.stream()
                .map(each -> new Fault(each.pointer(), each.code().word(), each.detail()))
                .toList();
    }
}
