package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Plan;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.fleet.rules.DirectorRules;
import dev.usher.gateway.control.fleet.rules.Known;
import dev.usher.gateway.control.fleet.rules.Selection;
import dev.usher.gateway.control.fleet.rules.Selection.Candidate;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.config.DirectorBody;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.EnrolmentKey;
import dev.usher.membership.settings.Settings;
import dev.usher.membership.time.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Directors that people create, change and delete. *Thread-safe;* rules run within the store's transactions.
public final class Directors {

    private static final String DIRECTOR = "Director";

    private final Store store;
    private final Supplier<Declarations> declared;
    private final Predicate<DirectorName> connected;
    private final Ticker ticker;
    private final RandomGenerator random;

    /// A Director and the key by which its sidecar enrols; nobody is shown it again.
    ///
    /// @param key null on a dry run
    public record Keyed(DirectorRow director, @Nullable String key) {

        @Override
        public String toString() {
            return director + ", key not shown";
        }
    }

    /// @param connected which Directors' sidecars are connected now
    /// @param random fit for secrets
    public Directors(
            Store store,
            Supplier<Declarations> declared,
            Predicate<DirectorName> connected,
            Ticker ticker,
            RandomGenerator random) {
        this.store = store;
        this.declared = declared;
        this.connected = connected;
        this.ticker = ticker;
        this.random = random;
    }

    /// Every Director, and why it cannot be in a new cluster, if so.
    ///
    /// @param type of that cluster; null while nobody chose
    public CompletableFuture<List<Candidate>> candidates(@Nullable Ownership type) {
        return store.read(records -> Selection.candidates(known(records), type));
    }

    public CompletableFuture<Outcome<Keyed>> create(Actor actor, String json, boolean dryRun) {
        var key = EnrolmentKey.generate(random);
        long now = ticker.epochMillis();
        return Plan.carryOut(store, dryRun, records -> {
            var violations = new Violations();
            var body = Settings.body(json, DirectorBody::create);
            violations.read(body);
            var wanted = body.value();
            var row = wanted == null ? null : DirectorRules.create(known(records), wanted, now, violations);
            if (row == null) {
                return Plan.refused(violations.found());
            }
            var description = "type: " + DirectorRules.word(row.type()) + (row.enabled() ? "" : "; disabled");
            return Plan.done(
                    new Keyed(row, dryRun ? null : key),
                    violations.warnings(),
                    actor.did(DIRECTOR, row.name().value(), "CreatedDirector", description),
                    List.of(changes -> changes.put(row), changes -> changes.put(first(row.name(), key))));
        });
    }

    /// Another key for a Director's sidecar.
    ///
    /// @param key null on a dry run
    public record NewKey(DirectorName director, @Nullable String key) {

        @Override
        public String toString() {
            return director + ", key not shown";
        }
    }

    /// Another key for its sidecar, in a cluster or in the configuration file too: a machine may have to be replaced.
    /// The one before is void.
    public CompletableFuture<Outcome<NewKey>> regenerateKey(Actor actor, DirectorName name, boolean dryRun) {
        var key = EnrolmentKey.generate(random);
        return Plan.carryOut(store, dryRun, records -> {
            var known = known(records);
            return known.director(name) == null && known.declared().clusterOf(name) == null
                    ? Plan.notFound()
                    : Plan.done(
                            new NewKey(name, dryRun ? null : key),
                            List.of(),
                            actor.did(
                                    DIRECTOR,
                                    name.value(),
                                    "RegeneratedEnrolmentKey",
                                    "enrolment key: replaced (not shown)"),
                            List.of(changes -> changes.put(enrolment(records, name, key))));
        });
    }

    /// @param expected the revision that the asker saw; null for any
    public CompletableFuture<Outcome<DirectorRow>> update(
            Actor actor, DirectorName name, @Nullable Long expected, String json, boolean dryRun) {
        return change(name, expected, dryRun, (known, row) -> {
            var violations = new Violations();
            var body = Settings.body(json, DirectorBody::update);
            violations.read(body);
            var wanted = body.value();
            var after = wanted == null ? null : DirectorRules.update(known, row, wanted, violations);
            return after == null ? Plan.refused(violations.found()) : changed(actor, "UpdatedDirector", row, after);
        });
    }

    public CompletableFuture<Outcome<DirectorRow>> enable(
            Actor actor, DirectorName name, @Nullable Long expected, boolean dryRun) {
        return change(name, expected, dryRun, (known, row) -> enabled(known, actor, "EnabledDirector", row, true));
    }

    public CompletableFuture<Outcome<DirectorRow>> disable(
            Actor actor, DirectorName name, @Nullable Long expected, boolean dryRun) {
        return change(name, expected, dryRun, (known, row) -> enabled(known, actor, "DisabledDirector", row, false));
    }

    public CompletableFuture<Outcome<DirectorRow>> delete(
            Actor actor, DirectorName name, @Nullable Long expected, boolean dryRun) {
        return change(name, expected, dryRun, (known, row) -> {
            var violations = DirectorRules.delete(known, name);
            return violations.isEmpty()
                    ? Plan.done(
                            row,
                            List.of(),
                            actor.did(
                                    DIRECTOR,
                                    name.value(),
                                    "DeletedDirector",
                                    "type: " + DirectorRules.word(row.type())),
                            List.of(changes -> changes.removeDirector(name)))
                    : Plan.refused(violations);
        });
    }

    private static Plan<DirectorRow> enabled(
            Known known, Actor actor, String action, DirectorRow row, boolean enabled) {
        var locked = DirectorRules.locked(known, row.name());
        return locked.isEmpty()
                ? changed(actor, action, row, DirectorRules.enabled(row, enabled, null))
                : Plan.refused(locked);
    }

    private static Plan<DirectorRow> changed(Actor actor, String action, DirectorRow before, DirectorRow wanted) {
        var description = Differences.of(before, wanted);
        if (description.isEmpty()) {
            return Plan.unchanged(before, List.of());
        }
        var after = wanted.revision() == before.revision() ? DirectorRules.revised(wanted) : wanted;
        return Plan.done(
                after,
                List.of(),
                actor.did(DIRECTOR, before.name().value(), action, description.toString()),
                List.of(changes -> changes.put(after)));
    }

    private interface Change {
        Plan<DirectorRow> plan(Known known, DirectorRow row);
    }

    private CompletableFuture<Outcome<DirectorRow>> change(
            DirectorName name, @Nullable Long expected, boolean dryRun, Change change) {
        Function<Records, Plan<DirectorRow>> decide = records -> {
            var known = known(records);
            var row = known.director(name);
            if (row == null) {
                var locked = DirectorRules.locked(known, name);
                return locked.isEmpty() ? Plan.notFound() : Plan.refused(locked);
            }
            return expected != null && expected != row.revision()
                    ? Plan.stale(row.revision())
                    : change.plan(known, row);
        };
        return Plan.carryOut(store, dryRun, decide);
    }

    /// Of whoever had that name before, no certificate is good any more.
    private static Estate.EnrolmentRow first(DirectorName name, String key) {
        return new Estate.EnrolmentRow(name.value(), EnrolmentKey.digest(key), 0, Estate.EnrolmentRow.NOBODY);
    }

    private static Estate.EnrolmentRow enrolment(Records records, DirectorName name, String key) {
        var before = records.enrolment(name).map(Estate.EnrolmentRow::publicKey).orElse(null);
        return new Estate.EnrolmentRow(name.value(), EnrolmentKey.digest(key), 0, before);
    }

    private Known known(Records records) {
        return Known.of(records, declared.get(), connected);
    }
}
