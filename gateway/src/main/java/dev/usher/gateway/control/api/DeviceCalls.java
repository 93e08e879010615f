package dev.usher.gateway.control.api;

import static dev.usher.gateway.control.api.Operation.delete;
import static dev.usher.gateway.control.api.Operation.get;
import static dev.usher.gateway.control.api.Operation.patch;
import static dev.usher.gateway.control.api.Operation.post;
import static dev.usher.gateway.core.model.Permission.DEVICE_CREATE;
import static dev.usher.gateway.core.model.Permission.DEVICE_DELETE;
import static dev.usher.gateway.core.model.Permission.DEVICE_READ;
import static dev.usher.gateway.core.model.Permission.DEVICE_UPDATE;

import dev.usher.gateway.control.activity.Outcome;
import dev.usher.gateway.control.api.Reading.Seen;
import dev.usher.gateway.control.api.Reply.Answer;
import dev.usher.gateway.control.api.Reply.Problem;
import dev.usher.gateway.control.fleet.Devices;
import dev.usher.gateway.control.store.DeviceRow;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Devices, and to what they are assigned. *Thread-safe.*
final class DeviceCalls {

    private static final String ALL = "/devices";
    private static final String ONE = ALL + "/{name}";

    private final Reading reading;
    private final Storing storing;

    DeviceCalls(Reading reading, Storing storing) {
        this.reading = reading;
        this.storing = storing;
    }

    /// Changes a Device.
    private interface Change {
        CompletableFuture<Outcome<DeviceRow>> begin(Devices devices, Call call);
    }

    List<Operation> operations() {
        var read = Access.of(DEVICE_READ);
        return List.of(
                get(ALL, read, reading.of(DeviceCalls::list)).query(Filter.SEARCH, Paging.CURSOR, Paging.LIMIT),
                post(ALL, Access.of(DEVICE_CREATE), change(DeviceCalls::create, DeviceCalls::made))
                        .dryRun(),
                get(ONE, read, reading.of(DeviceCalls::one)),
                patch(ONE, Access.of(DEVICE_UPDATE), change(DeviceCalls::update, (_, row) -> shown(row)))
                        .ofRevision()
                        .dryRun(),
                delete(ONE, Access.of(DEVICE_DELETE), change(DeviceCalls::remove, (_, _) -> Answer.done()))
                        .ofRevision()
                        .dryRun());
    }

    private static Problem missing(Call call) {
        return new Problem(404, "device_not_found", call.name() + " (expected: the name of a Device)");
    }

    private static Reply list(Call call, Seen seen) {
        var filter = Filter.of(call);
        var devices = seen.copy().devices().stream()
                .filter(device -> filter.admits(device.name(), true, true))
                .toList();
        return Paging.of(call).page(devices, DeviceRow::name, DeviceCalls::shape);
    }

    private static Reply one(Call call, Seen seen) {
        return seen.copy().devices().stream()
                .filter(device -> device.name().equals(call.name()))
                .findFirst()
                .<Reply>map(DeviceCalls::shown)
                .orElseGet(() -> missing(call));
    }

    private Operation.Action change(Change change, Answers.Words<DeviceRow> words) {
        return storing.changing(
                (management, call) -> change.begin(management.devices(), call), DeviceCalls::missing, words);
    }

    private static CompletableFuture<Outcome<DeviceRow>> create(Devices devices, Call call) {
        return devices.create(call.actor(), call.text(), call.dryRun());
    }

    private static CompletableFuture<Outcome<DeviceRow>> update(Devices devices, Call call) {
        return devices.update(call.actor(), call.name(), call.revision(), call.text(), call.dryRun());
    }

    private static CompletableFuture<Outcome<DeviceRow>> remove(Devices devices, Call call) {
        return devices.delete(call.actor(), call.name(), call.revision(), call.dryRun());
    }

    private static Answer made(Call call, DeviceRow row) {
        return new Answer(201, shape(row))
                .with("ETag", Revision.tag(row.revision()))
                .with("Location", Routes.API + ALL + "/" + row.name());
    }

    private static Answer shown(DeviceRow row) {
        return Answer.ok(shape(row)).with("ETag", Revision.tag(row.revision()));
    }

    private static JsonObject shape(DeviceRow row) {
        var director = row.director();
        var cluster = row.cluster();
        return new JsonObject()
                .put("name", row.name())
                .put("type", row.type())
                .put("director", director == null ? null : director.value())
                .put("cluster", cluster == null ? null : cluster.value())
                .put("revision", row.revision())
                .put("created_at", Shapes.instant(row.createdEpochMillis()));
    }
}
