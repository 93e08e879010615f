package dev.usher.gateway.app;

import dev.usher.gateway.core.model.Names;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher get directors|clusters|devices|activity|status [NAME]`: shows what a gateway knows.
@Command(
        name = "get",
        description = "Shows Directors, clusters, Devices, the activity log or the gateway.",
        mixinStandardHelpOptions = true)
final class Get implements Callable<Integer> {

    private static final int ACTIVITY_DEFAULT = 100;

    /// What can be shown.
    enum Kind {
        DIRECTORS,
        CLUSTERS,
        DEVICES,
        ACTIVITY,
        STATUS
    }

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "KIND", description = "directors, clusters, devices, activity or status.")
    private Kind kind = Kind.STATUS;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Only this one.")
    private @Nullable String name;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            description = "At most so many, the newest ones of the activity log. Default: all, 100 of the log.")
    private @Nullable Integer limit;

    @Mixin
    private final Output output = new Output();

    Get(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        check();
        var answer = answer(remote.client(spec), "/" + kind.name().toLowerCase(Locale.ROOT));
        output.print(remote.terminal(), answer, this::table);
        var age = answer.getLong("age_seconds");
        if (age != null) {
            remote.terminal().err().println("The store is away: this is what was known " + age + " s ago.");
        }
        return 0;
    }

    private void check() {
        boolean single = kind == Kind.STATUS || kind == Kind.ACTIVITY;
        if (name != null && (single || !Names.plain(name))) {
            throw new ParameterException(
                    spec.commandLine(),
                    name + " (expected: "
                            + (single ? "nothing after " + kind.name().toLowerCase(Locale.ROOT) : Names.EXPECTED)
                            + ")");
        }
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit: " + limit + " (expected: at least 1)");
        }
    }

    private JsonObject answer(AdminClient client, String path) throws IOException {
        if (kind == Kind.STATUS) {
            return client.get(path);
        }
        return name == null
                ? Listing.read(
                        client,
                        path,
                        Objects.requireNonNullElse(limit, kind == Kind.ACTIVITY ? ACTIVITY_DEFAULT : Integer.MAX_VALUE))
                : client.get(path + "/" + name);
    }

    private String table(JsonObject answer) {
        var items = name == null ? answer.getJsonArray("items") : new JsonArray().add(answer);
        return switch (kind) {
            case STATUS -> Tables.status(answer);
            case DIRECTORS -> Tables.directors(items);
            case CLUSTERS -> Tables.clusters(items);
            case DEVICES -> Tables.devices(items);
            case ACTIVITY -> Tables.activity(items);
        };
    }
}
