package dev.usher.gateway.app;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher enable|disable cluster|director NAME`: lets one take part, or takes it out until somebody lets it.
@Command(mixinStandardHelpOptions = true)
final class Switch implements Callable<Integer> {

    /// What can be enabled and disabled.
    enum Kind {
        CLUSTER,
        DIRECTOR
    }

    private final Remote remote;
    private final boolean enables;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "KIND", description = "cluster or director.")
    private Kind kind = Kind.CLUSTER;

    @Parameters(index = "1", paramLabel = "NAME", converter = PlainName.class, description = "Its name.")
    private String name = "";

    @Mixin
    private final Output output = new Output();

    private Switch(Remote remote, boolean enables) {
        this.remote = remote;
        this.enables = enables;
    }

    /// `usher enable`.
    static CommandLine enable(Remote remote) {
        return named(
                new Switch(remote, true),
                "enable",
                "Enables a cluster with its Directors, as they were before, or a Director of no cluster.");
    }

    /// `usher disable`.
    static CommandLine disable(Remote remote) {
        return named(
                new Switch(remote, false),
                "disable",
                "Disables a cluster with all its Directors, or a Director of no cluster.");
    }

    private static CommandLine named(Switch verb, String name, String description) {
        var line = new CommandLine(verb);
        line.getCommandSpec().name(name).usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() throws IOException {
        var path = kind == Kind.CLUSTER ? "/clusters/" : "/directors/";
        var answer = remote.client(spec).post(path + name + (enables ? "/enable" : "/disable"), new JsonObject());
        output.print(remote.terminal(), answer, this::sentence);
        return 0;
    }

    private String sentence(JsonObject answer) {
        var what = kind == Kind.CLUSTER ? "Cluster " : "Director ";
        var state = answer.getBoolean("enabled") ? "enabled" : "disabled";
        return what + name + " is " + state + ".\n";
    }
}
