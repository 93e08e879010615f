package dev.usher.gateway.control.fleet;

import dev.usher.gateway.control.activity.Actor;
import dev.usher.gateway.control.activity.Description;
import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.activity.Plan;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.fleet.rules.Declarations;
import dev.usher.gateway.control.fleet.rules.DeviceRules;
import dev.usher.gateway.control.fleet.rules.Known;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Store;
import dev.usher.gateway.core.config.DeviceBody;
import dev.usher.membership.settings.Settings;
import dev.usher.membership.time.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Devices that people create, assign and delete. *Thread-safe;* rules run within the store's transactions.
public final class Devices {

    private static final String DEVICE = "Device";

    private final Store store;
    private final Supplier<Declarations> declared;
    private final Ticker ticker;

    public Devices(Store store, Supplier<Declarations> declared, Ticker ticker) {
        this.store = store;
        this.declared = declared;
        this.ticker = ticker;
    }

    public CompletableFuture<Outcome<DeviceRow>> create(Actor actor, String json, boolean dryRun) {
        long now = ticker.epochMillis();
        return Plan.carryOut(store, dryRun, records -> {
            var violations = new Violations();
            var body = Settings.body(json, DeviceBody::create);
            violations.read(body);
            var wanted = body.value();
            var row = wanted == null ? null : DeviceRules.create(known(records), wanted, now, violations);
            if (row == null) {
                return Plan.refused(violations.found());
            }
            var description = new Description()
                    .say("type: " + row.type())
                    .change("director", null, row.director())
                    .change("cluster", null, row.cluster());
            return Plan.done(
                    row,
                    List.of(),
                    actor.did(DEVICE, row.name(), "CreatedDevice", description.toString()),
                    List.of(changes -> changes.put(row)));
        });
    }

    /// @param expected the revision that the asker saw; null for any
    public CompletableFuture<Outcome<DeviceRow>> update(
            Actor actor, String name, @Nullable Long expected, String json, boolean dryRun) {
        return Plan.carryOut(store, dryRun, records -> {
            var before = records.device(name).orElse(null);
            if (before == null) {
                return Plan.notFound();
            }
            return expected != null && expected != before.revision()
                    ? Plan.stale(before.revision())
                    : updated(known(records), actor, before, json);
        });
    }

    private static Plan<DeviceRow> updated(Known known, Actor actor, DeviceRow before, String json) {
        var violations = new Violations();
        var body = Settings.body(json, DeviceBody::update);
        violations.read(body);
        var wanted = body.value();
        var row = wanted == null ? null : DeviceRules.update(known, before, wanted, violations);
        if (row == null) {
            return Plan.refused(violations.found());
        }
        var description = Differences.of(before, row);
        if (description.isEmpty()) {
            return Plan.unchanged(before, List.of());
        }
        var after = new DeviceRow(
                row.name(), row.type(), row.director(), row.cluster(), before.revision() + 1, row.createdEpochMillis());
        return Plan.done(
                after,
                List.of(),
                actor.did(DEVICE, row.name(), "UpdatedDevice", description.toString()),
                List.of(changes -> changes.put(after)));
    }

    public CompletableFuture<Outcome<DeviceRow>> delete(
            Actor actor, String name, @Nullable Long expected, boolean dryRun) {
        return Plan.carryOut(store, dryRun, records -> {
            var row = records.device(name).orElse(null);
            if (row == null) {
                return Plan.notFound();
            }
            if (expected != null && expected != row.revision()) {
                return Plan.stale(row.revision());
            }
            return Plan.done(
                    row,
                    List.of(),
                    actor.did(DEVICE, name, "DeletedDevice", "type: " + row.type()),
                    List.of(changes -> changes.removeDevice(name)));
        });
    }

    private Known known(Records records) {
        return Known.of(records, declared.get(), _ -> false);
    }
}
