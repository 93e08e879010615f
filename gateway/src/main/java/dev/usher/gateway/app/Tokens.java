package dev.usher.gateway.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `usher token …`: what has to do with access tokens.
@Command(
        name = "token",
        description = "Access tokens.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB")
final class Tokens implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "missing: a verb");
    }
}
