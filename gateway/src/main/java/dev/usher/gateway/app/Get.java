package dev.usher.gateway.app;

import dev.usher.gateway.core.model.Names;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher get directors|clusters|status [NAME]`: shows what a gateway knows.
@Command(name = "get", description = "Shows Directors, clusters or the gateway.", mixinStandardHelpOptions = true)
final class Get implements Callable<Integer> {

    /// What can be shown.
    enum Kind {
        DIRECTORS,
        CLUSTERS,
        STATUS
    }

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "KIND", description = "directors, clusters or status.")
    private Kind kind = Kind.STATUS;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Only this one.")
    private @Nullable String name;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table (default), json or yaml.")
    private Output output = Output.TABLE;

    Get(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        var answer = remote.client(spec).get(path());
        var out = remote.terminal().out();
        switch (output) {
            case JSON -> out.println(answer.encodePrettily());
            case YAML -> out.print(YamlText.of(answer));
            case TABLE -> out.print(table(answer));
        }
        out.flush();
        return 0;
    }

    private String path() {
        var path = "/" + kind.name().toLowerCase(Locale.ROOT);
        if (name == null) {
            return path;
        }
        if (kind == Kind.STATUS || !Names.plain(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    name + " (expected: " + (kind == Kind.STATUS ? "nothing after status" : Names.EXPECTED) + ")");
        }
        return path + "/" + name;
    }

    private String table(JsonObject answer) {
        var items = name == null ? answer.getJsonArray("items") : new JsonArray().add(answer);
        var rows = new ArrayList<List<String>>();
        switch (kind) {
            case STATUS -> answer.forEach(entry -> rows.add(List.of(entry.getKey(), String.valueOf(entry.getValue()))));
            case DIRECTORS -> {
                rows.add(List.of("NAME", "CLUSTER", "STATE", "IN FLIGHT", "VERSION", "SIDECAR", "ADDRESS", "REASON"));
                items.forEach(item -> rows.add(director((JsonObject) item)));
            }
            case CLUSTERS -> {
                rows.add(List.of("NAME", "TYPE", "STATUS", "DIRECTORS", "QUORUM"));
                items.forEach(item -> rows.add(cluster((JsonObject) item)));
            }
        }
        return Columns.of(rows);
    }

    private static List<String> director(JsonObject director) {
        var health = director.getJsonObject("health", new JsonObject());
        return List.of(
                director.getString("name"),
                director.getString("cluster"),
                director.getString("state"),
                director.getInteger("in_flight").toString(),
                word(director.getString("version")),
                director.getString("connection"),
                director.getString("address"),
                health == null ? "" : health.getString("reason", ""));
    }

    private static List<String> cluster(JsonObject cluster) {
        var quorum = cluster.getJsonObject("quorum");
        return List.of(
                cluster.getString("name"),
                cluster.getString("type"),
                cluster.getBoolean("enabled") ? "enabled" : "disabled",
                cluster.getInteger("directors_up") + " up " + cluster.getInteger("directors_down") + " down",
                quorum.getInteger("have") + " of " + quorum.getInteger("need") + " needed"
                        + (quorum.getBoolean("ok") ? "" : ", lost"));
    }

    private static String word(@Nullable String value) {
        return value == null ? "-" : value;
    }
}
