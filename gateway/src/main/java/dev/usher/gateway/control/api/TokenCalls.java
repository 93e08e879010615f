package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.api.Operation.delete;
import static dev.usher.gateway.control.api.Operation.get;
import static dev.usher.gateway.control.api.Operation.post;
import static dev.usher.gateway.core.model.Permission.CLUSTER_READ;
import static dev.usher.gateway.core.model.Permission.CLUSTER_UPDATE;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.api.Reading.Seen;
import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.fleet.Inventory.Group;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.token.Listed;
import dev.usher.gateway.control.token.Tokens;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.TokenDigest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Access tokens of a cluster. *Thread-safe.*
///
/// Reads ask the store each time where it can be reached: when a token was used last is no change that anybody hears
/// of.
final class TokenCalls {

    private static final String ALL = "/clusters/{name}/tokens";
    private static final String ONE = ALL + "/{id}";
    private static final String SHOWN_ONCE = "The value is shown this once.";
    private static final long COUNTING_SECONDS_MAX = 1;

    private final Reading reading;
    private final Storing storing;
    private final @Nullable Management management;

    TokenCalls(Reading reading, Storing storing, @Nullable Management management) {
        this.reading = reading;
        this.storing = storing;
        this.management = management;
    }

    List<Operation> operations() {
        var read = Access.of(CLUSTER_READ);
        var update = Access.of(CLUSTER_UPDATE);
        return List.of(
                get(ALL, read, reading.of(this::list)).query(Filter.SEARCH, Paging.CURSOR, Paging.LIMIT),
                post(ALL, update, create()).dryRun(),
                get(ONE, read, reading.of(this::one)),
                delete(ONE, update, revoke()).dryRun());
    }

    private Reply list(Call call, Seen seen) {
        var group = seen.inventory().cluster(call.name());
        if (group == null) {
            return ClusterCalls.missing(call);
        }
        var filter = Filter.of(call);
        var tokens = tokens(group, seen).stream()
                .filter(token -> filter.admits(token.row().name().value(), true, true))
                .toList();
        var live = live();
        return Paging.of(call).page(tokens, Listed::key, token -> shape(token, live));
    }

    private Reply one(Call call, Seen seen) {
        var group = seen.inventory().cluster(call.name());
        if (group == null) {
            return ClusterCalls.missing(call);
        }
        return tokens(group, seen).stream()
                .filter(token -> token.row().id().equals(call.part("id")))
                .findFirst()
                .<Reply>map(token -> Answer.ok(shape(token, live())))
                .orElseGet(() -> unknown(call));
    }

    /// Blocks while the store is asked; while it is away those that were revoked are missing.
    private List<Listed> tokens(Group group, Seen seen) {
        var declared = group.declared();
        if (declared != null) {
            return Listed.declared(
                    declared,
                    seen.copy().tokens().stream()
                            .filter(row -> row.revokedEpochMillis() != null)
                            .toList());
        }
        var name = group.view().intent().name();
        return Listed.stored(
                management == null || seen.age() != null
                        ? seen.copy().tokens(name)
                        : Reading.soon(management.store().read(records -> records.tokens(name))));
    }

    private Operation.Action create() {
        return storing.changing(
                (management, call) -> Names.plain(call.name())
                        ? management
                                .tokens()
                                .create(call.actor(), new ClusterName(call.name()), call.text(), call.dryRun())
                        : CompletableFuture.completedFuture(new Outcome.NotFound<>()),
                ClusterCalls::missing,
                TokenCalls::made);
    }

    private static Answer made(Call call, Tokens.Created created) {
        var token = created.token();
        var value = created.value();
        var expires = token.expiresEpochMillis();
        var shape = new JsonObject();
        if (value != null) {
            shape.put("id", token.id());
        }
        shape.put("name", token.name().value());
        if (value != null) {
            shape.put("value", value.reveal());
        }
        shape.put("created_at", Shapes.instant(token.createdEpochMillis()))
                .put("expires_at", expires == null ? null : Shapes.instant(expires));
        scope(shape, token);
        if (value != null) {
            shape.put("note", SHOWN_ONCE);
        }
        return new Answer(201, shape)
                .with("Location", Routes.API + "/clusters/" + token.cluster() + "/tokens/" + token.id());
    }

    /// Answers when the gateways have said what they closed for it.
    private Operation.Action revoke() {
        Operation.Action revoked = storing.changing(
                (management, call) -> Names.plain(call.name())
                        ? management
                                .tokens()
                                .revoke(call.actor(), new ClusterName(call.name()), call.part("id"), call.dryRun())
                        : CompletableFuture.completedFuture(new Outcome.NotFound<>()),
                this::missing,
                (_, row) -> Answer.ok(new JsonObject()
                        .put("id", row.id())
                        .put("name", row.name().value())));
        var counted = storing.looking((management, call) -> management
                .closings()
                .of(call.part("id"))
                .thenApply(closed -> Answer.ok(new JsonObject()
                        .put("connections_closed", closed.connections())
                        .put("gateways_unreachable", new JsonArray(closed.unreachable())))));
        return call -> revoked.answer(call)
                .compose(reply -> reply instanceof Answer && !call.dryRun()
                        ? counted.answer(call)
                        : Future.succeededFuture(reply));
    }

    /// Blocks while the store is asked.
    private Problem missing(Call call) {
        return reading.see().inventory().cluster(call.name()) == null ? ClusterCalls.missing(call) : unknown(call);
    }

    private static Problem unknown(Call call) {
        return new Problem(
                404, "token_not_found", call.part("id") + " (expected: the id of a token of " + call.name() + ")");
    }

    /// How many connections each token let in that are open now; null where nobody can tell, as when another gateway
    /// may
    /// have some and the store is away. Waits for the event loops and the store.
    private @Nullable Map<TokenDigest, Integer> live() {
        if (management == null) {
            return null;
        }
        return management
                .carried()
                .connections()
                .<@Nullable Map<TokenDigest, Integer>>handle((counts, _) -> counts)
                .completeOnTimeout(null, COUNTING_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }

    /// What this gateway saw may be newer than what it has noted.
    private @Nullable Long lastUsed(TokenRow row) {
        var noted = row.lastUsedEpochMillis();
        var seen = management == null ? null : management.uses().lastUsedEpochMillis(row.digest());
        return noted == null || seen != null && seen > noted ? seen : noted;
    }

    private JsonObject shape(Listed token, @Nullable Map<TokenDigest, Integer> live) {
        var row = token.row();
        var shape = new JsonObject()
                .put("id", row.id())
                .put("name", row.name().value())
                .put("source", token.declared() ? "yaml" : "api")
                .put("created_at", token.declared() ? null : Shapes.instant(row.createdEpochMillis()))
                .put("expires_at", instant(row.expiresEpochMillis()))
                .put("revoked_at", instant(row.revokedEpochMillis()))
                .put("last_used_at", instant(lastUsed(row)))
                .put("connections", live == null ? null : live.getOrDefault(row.digest(), 0));
        scope(shape, row);
        return shape;
    }

    private static void scope(JsonObject shape, TokenRow row) {
        var listeners =
                row.listeners().stream().map(ListenerName::value).sorted().toList();
        shape.put("listeners", new JsonArray(listeners)).put("sources", new JsonArray(row.sources()));
    }

    private static @Nullable String instant(@Nullable Long epochMillis) {
        return epochMillis == null ? null : Shapes.instant(epochMillis);
    }
}
