package dev.usher.gateway.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher token list CLUSTER`: the tokens that a cluster has and had.
@Command(
        name = "list",
        description = "Lists the access tokens of a cluster, the revoked ones too, without their values.",
        mixinStandardHelpOptions = true)
final class ListTokens implements Callable<Integer> {

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CLUSTER", converter = PlainName.class, description = "Its name.")
    private String cluster = "";

    @Mixin
    private final Output output = new Output();

    ListTokens(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        var answer = Listing.read(remote.client(spec), "/clusters/" + cluster + "/tokens", Integer.MAX_VALUE);
        output.print(remote.terminal(), answer, page -> Tables.tokens(page.getJsonArray("items")));
        return 0;
    }
}
