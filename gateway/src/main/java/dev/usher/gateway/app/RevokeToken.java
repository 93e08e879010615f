package dev.usher.gateway.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher token revoke CLUSTER ID`: ends a token, and what it let in.
@Command(
        name = "revoke",
        description = "Revokes an access token; what it let in ends at once.",
        mixinStandardHelpOptions = true)
final class RevokeToken implements Callable<Integer> {

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "CLUSTER", converter = PlainName.class, description = "Its cluster.")
    private String cluster = "";

    @Parameters(
            index = "1",
            paramLabel = "ID",
            converter = PlainName.class,
            description = "Its id, as the list of tokens shows it.")
    private String id = "";

    @Mixin
    private final Output output = new Output();

    RevokeToken(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        var answer = remote.client(spec).delete("/clusters/" + cluster + "/tokens/" + id);
        output.print(remote.terminal(), answer, this::sentence);
        return 0;
    }

    private String sentence(JsonObject answer) {
        int closed = answer.getInteger("connections_closed");
        var silent = answer.getJsonArray("gateways_unreachable");
        var sentence = id + " is revoked: " + closed + (closed == 1 ? " connection" : " connections") + " closed.\n";
        return silent.isEmpty()
                ? sentence
                : sentence + "Not heard of yet: what "
                        + Printable.line(String.join(
                                ", ", silent.stream().map(String::valueOf).toList()))
                        + " closed.\n";
    }
}
