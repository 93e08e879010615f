package dev.usher.gateway.app;

import dev.usher.gateway.core.model.TokenName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher token create CLUSTER NAME`: has a gateway make a token of a cluster that it keeps.
@Command(
        name = "create",
        description = "Creates an access token of a cluster: prints its value, once.",
        mixinStandardHelpOptions = true)
final class CreateToken implements Callable<Integer> {

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "CLUSTER", converter = PlainName.class, description = "Its cluster.")
    private String cluster = "";

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            converter = NewToken.NameConverter.class,
            description = "Its name, unique in its cluster.")
    private @Nullable TokenName name;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = Expiry.Converter.class,
            description = "1_month, 3_months (default), 1_year or unlimited.")
    private Expiry expires = Expiry.THREE_MONTHS;

    @Option(
            names = "--listener",
            paramLabel = "LISTENER",
            converter = PlainName.class,
            description = "Good at this listener; may be repeated. Default: all.")
    private List<String> listeners = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Good from this address, range or CIDR; may be repeated. Default: everywhere.")
    private List<String> sources = new ArrayList<>();

    @Mixin
    private final Output output = new Output();

    CreateToken(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        var body = new JsonObject()
                .put("name", Objects.requireNonNull(name).value())
                .put("expires", expires.toString())
                .put("listeners", new JsonArray(listeners))
                .put("sources", new JsonArray(sources));
        var answer = remote.client(spec).post("/clusters/" + cluster + "/tokens", body);
        output.print(remote.terminal(), answer, this::table);
        return 0;
    }

    private String table(JsonObject token) {
        var rows = List.of(
                List.of("value", token.getString("value")),
                List.of("id", token.getString("id")),
                List.of("name", token.getString("name")),
                List.of("cluster", cluster),
                List.of("expires", Objects.requireNonNullElse(token.getString("expires_at"), "never")));
        return Columns.of(rows) + "\nThe value is shown this once.\n";
    }
}
