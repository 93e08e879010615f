package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Description;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Plan;
import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.fleet.rules.ClusterRules;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.fleet.rules.DeclaredRules;
import dev.usher.gateway.control.fleet.rules.DirectorRules;
import dev.usher.gateway.control.fleet.rules.Known;
import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.ClusterRow.Member;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Seal;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.config.ClusterBody;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.settings.Settings;
import dev.usher.membership.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Clusters that people create, change and delete. *Thread-safe;* rules run within the store's transactions.
///
/// Whatever is done to one, its access and its being enabled too, stands in the activity log under its own name with
/// the object type `Cluster`.
public final class Clusters {

    private static final String CLUSTER = "Cluster";

    private final Store store;
    private final Certificates certificates;
    private final Supplier<Declarations> declared;
    private final Predicate<DirectorName> connected;
    private final Ticker ticker;

    /// @param connected which Directors' sidecars are connected now
    public Clusters(
            Store store, Seal seal, Supplier<Declarations> declared, Predicate<DirectorName> connected, Ticker ticker) {
        this.store = store;
        this.certificates = new Certificates(seal, ticker);
        this.declared = declared;
        this.connected = connected;
        this.ticker = ticker;
    }

    public CompletableFuture<Outcome<ClusterRow>> create(Actor actor, String json, boolean dryRun) {
        long now = ticker.epochMillis();
        return Plan.carryOut(store, dryRun, records -> {
            var violations = new Violations();
            var body = Settings.body(json, ClusterBody::create);
            violations.read(body);
            var wanted = body.value();
            if (wanted == null) {
                return Plan.refused(violations.found());
            }
            var tls = certificates.judge(
                    wanted.name(), ClusterRules.type(wanted), ClusterRow.Tls.OFF, wanted.tls(), violations);
            var known = known(records);
            var row = ClusterRules.create(known, wanted, tls, now, violations);
            return row == null ? Plan.refused(violations.found()) : created(known, actor, row, violations);
        });
    }

    private static Plan<ClusterRow> created(Known known, Actor actor, ClusterRow row, Violations violations) {
        var directors = row.directors().stream()
                .map(Member::director)
                .map(DirectorName::value)
                .collect(Collectors.joining(", "));
        var description = "type: " + DirectorRules.word(row.type()) + "; port: " + row.port() + "; directors: "
                + directors + "; tls.enabled: " + row.tls().enabled() + "; access.restriction.enabled: "
                + row.restriction().enabled() + "; access.tokens.enabled: " + row.tokensDemanded()
                + (row.enabled() ? "" : "; disabled");
        return Plan.done(
                row,
                violations.warnings(),
                actor.did(CLUSTER, row.name().value(), "CreatedCluster", description),
                writes(row, row.enabled() ? List.of() : ClusterRules.disabled(known, row)));
    }

    /// Changes what `json` names; all else stays. A section of `balancing`, `health`, `retry` and `update` is replaced
    /// whole.
    ///
    /// @param expected the revision that the asker saw; null for any
    public CompletableFuture<Outcome<ClusterRow>> update(
            Actor actor, ClusterName name, @Nullable Long expected, String json, boolean dryRun) {
        return change(name, expected, dryRun, (known, row) -> {
            var violations = new Violations();
            var base = ClusterOptions.parse(row.settings());
            var body = Settings.body(json, section -> ClusterBody.update(section, base));
            violations.read(body);
            var wanted = body.value();
            if (wanted == null) {
                return Plan.refused(violations.found());
            }
            var tls = certificates.judge(row.name(), row.type(), row.tls(), wanted.tls(), violations);
            var after = ClusterRules.update(known, row, wanted, tls, violations);
            return after == null
                    ? Plan.refused(violations.found())
                    : changed(actor, "UpdatedCluster", row, after, List.of(), violations);
        });
    }

    /// Changes `{enabled, sources}` of its access restriction.
    public CompletableFuture<Outcome<ClusterRow>> restrict(
            Actor actor, ClusterName name, @Nullable Long expected, String json, boolean dryRun) {
        return change(name, expected, dryRun, (_, row) -> {
            var violations = new Violations();
            var body = Settings.body(json, ClusterBody.Restriction::read);
            violations.read(body);
            var wanted = body.value();
            return wanted == null || !violations.isEmpty()
                    ? Plan.refused(violations.found())
                    : changed(
                            actor,
                            "UpdatedCluster",
                            row,
                            ClusterRules.restricted(row, wanted, violations),
                            List.of(),
                            violations);
        });
    }

    /// Its Directors are again as they were before it was disabled. One that the configuration declares can be enabled
    /// too; it is told as the row that it would be.
    public CompletableFuture<Outcome<ClusterRow>> enable(
            Actor actor, ClusterName name, @Nullable Long expected, boolean dryRun) {
        return enabled(actor, name, expected, dryRun, true);
    }

    /// All its Directors are disabled with it. One that the configuration declares can be disabled too.
    public CompletableFuture<Outcome<ClusterRow>> disable(
            Actor actor, ClusterName name, @Nullable Long expected, boolean dryRun) {
        return enabled(actor, name, expected, dryRun, false);
    }

    private CompletableFuture<Outcome<ClusterRow>> enabled(
            Actor actor, ClusterName name, @Nullable Long expected, boolean dryRun, boolean wanted) {
        var settings = declared.get().cluster(name);
        var action = wanted ? "EnabledCluster" : "DisabledCluster";
        if (settings != null) {
            return Plan.carryOut(store, dryRun, records -> {
                var before = DeclaredRules.now(settings, records.override(name).orElse(null));
                return expected != null && expected != before.revision()
                        ? Plan.stale(before.revision())
                        : overridden(actor, action, settings, before, wanted);
            });
        }
        return change(name, expected, dryRun, (known, row) -> {
            var directors = wanted ? ClusterRules.enabled(known, row) : ClusterRules.disabled(known, row);
            return changed(actor, action, row, ClusterRules.enabled(row, wanted), directors, new Violations());
        });
    }

    private static Plan<ClusterRow> overridden(
            Actor actor, String action, ClusterSettings settings, OverrideRow before, boolean wanted) {
        if (before.enabled() == wanted) {
            return Plan.unchanged(DeclaredRules.row(settings, before), List.of());
        }
        var after = DeclaredRules.enabled(before, wanted);
        var description = new Description()
                .change("enabled", before.enabled(), after.enabled())
                .say(DeclaredRules.directors(settings, wanted));
        return Plan.done(
                DeclaredRules.row(settings, after),
                List.of(),
                actor.did(CLUSTER, settings.name().value(), action, description.toString()),
                List.of(changes -> changes.put(after)));
    }

    /// Its Directors are standalone again, as they were before.
    public CompletableFuture<Outcome<ClusterRow>> delete(
            Actor actor, ClusterName name, @Nullable Long expected, boolean dryRun) {
        return change(name, expected, dryRun, (known, row) -> {
            var violations = ClusterRules.delete(known, row);
            if (!violations.isEmpty()) {
                return Plan.refused(violations);
            }
            var released = ClusterRules.released(known, row);
            List<Consumer<Changes>> writes = new ArrayList<>();
            writes.add(changes -> changes.removeCluster(name));
            released.forEach(director -> writes.add(changes -> changes.put(director)));
            var names = released.stream()
                    .map(DirectorRow::name)
                    .map(DirectorName::value)
                    .collect(Collectors.joining(", "));
            return Plan.done(
                    row, List.of(), actor.did(CLUSTER, name.value(), "DeletedCluster", "released: " + names), writes);
        });
    }

    /// The configuration file of a self-managed cluster, for all its Directors.
    ///
    /// @param gateways where sidecars reach them, as in `gateway-1:8482`; empty for none
    public CompletableFuture<Outcome<String>> download(ClusterName name, List<String> gateways) {
        return store.read(records -> {
            var row = records.cluster(name).orElse(null);
            if (row == null) {
                return new Outcome.NotFound<>();
            }
            if (row.type() != Ownership.SELF_MANAGED) {
                return new Outcome.Refused<>(List.of(new Violation(
                        "",
                        Code.NOT_SELF_MANAGED,
                        "cluster " + name + " is managed (expected: self_managed; the gateway brings managed ones their"
                                + " configuration)")));
            }
            return new Outcome.Done<>(SidecarFile.of(row, gateways), false, List.of());
        });
    }

    private static Plan<ClusterRow> changed(
            Actor actor,
            String action,
            ClusterRow before,
            ClusterRow wanted,
            List<DirectorRow> directors,
            Violations violations) {
        var description = Differences.of(before, wanted);
        if (description.isEmpty()) {
            return Plan.unchanged(before, violations.warnings());
        }
        if (!directors.isEmpty()) {
            description.say("directors: "
                    + directors.stream()
                            .map(director -> director.name() + (director.enabled() ? " enabled" : " disabled"))
                            .collect(Collectors.joining(", ")));
        }
        var options = ClusterOptions.parse(wanted.settings());
        boolean same = ClusterRules.configuration(before).equals(ClusterRules.configuration(wanted));
        int next = (int) Math.min(before.revision() + 1, Integer.MAX_VALUE);
        var after = ClusterRules.revised(wanted, (same ? options : options.configured(next)).json());
        return Plan.done(
                after,
                violations.warnings(),
                actor.did(CLUSTER, before.name().value(), action, description.toString()),
                writes(after, directors));
    }

    private static List<Consumer<Changes>> writes(ClusterRow row, List<DirectorRow> directors) {
        List<Consumer<Changes>> writes = new ArrayList<>();
        writes.add(changes -> changes.put(row));
        directors.forEach(director -> writes.add(changes -> changes.put(director)));
        return writes;
    }

    private interface Change {
        Plan<ClusterRow> plan(Known known, ClusterRow row);
    }

    private CompletableFuture<Outcome<ClusterRow>> change(
            ClusterName name, @Nullable Long expected, boolean dryRun, Change change) {
        return Plan.carryOut(store, dryRun, records -> {
            var known = known(records);
            var readOnly = ClusterRules.readOnly(known, name);
            if (!readOnly.isEmpty()) {
                return Plan.refused(readOnly);
            }
            var row = known.cluster(name);
            if (row == null) {
                return Plan.notFound();
            }
            return expected != null && expected != row.revision()
                    ? Plan.stale(row.revision())
                    : change.plan(known, row);
        });
    }

    private Known known(Records records) {
        return Known.of(records, declared.get(), connected);
    }
}
