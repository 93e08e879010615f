package dev.usher.gateway.app;

import dev.usher.gateway.app.quickstart.QuickstartCommand;
import dev.usher.gateway.app.quickstart.QuickstartLock;
import dev.usher.gateway.app.quickstart.Rehearsal;
import dev.usher.membership.settings.ConfigException;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The command `usher`. A new verb is one class, named in [#verbs].
@Command(
        name = "usher",
        description = "Gateway and load balancer for telemetry estates.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:fine", "1:failed", "2:wrong usage", "78:bad configuration"})
public final class Usher implements Runnable {

    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int BAD_CONFIGURATION = 78;

    private final CommandSpec spec = CommandSpec.forAnnotatedObject(this);

    private Usher() {}

    public static void main(String[] arguments) {
        // Before anything asks for a logger, and without initialising the class itself, which would be such a thing.
        System.setProperty("java.util.logging.manager", LogsToTheEnd.class.getName());
        QuickstartLock.endWithHolder();
        var code = commandLine(Terminal.system(), Ticker.system(), new SecureRandom())
                .execute(arguments);
        System.exit(code);
    }

    static CommandLine commandLine(Terminal terminal, Ticker ticker, RandomGenerator random) {
        return commandLine(Remote.system(terminal, ticker), random);
    }

    static CommandLine commandLine(Remote remote, RandomGenerator random) {
        var terminal = remote.terminal();
        var commandLine = new CommandLine(new Usher().spec);
        verbs(remote, random).forEach(commandLine::addSubcommand);
        return commandLine
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Usher::fail);
    }

    /// All verbs, in the order in which help lists them.
    private static List<CommandLine> verbs(Remote remote, RandomGenerator random) {
        var terminal = remote.terminal();
        return List.of(
                new CommandLine(new GatewayCommand(terminal, remote.ticker())),
                new CommandLine(new SidecarCommand()),
                new CommandLine(new QuickstartCommand()),
                new CommandLine(new Rehearsal(Usher::main)),
                new CommandLine(new Validate(terminal)),
                new CommandLine(new Tokens())
                        .addSubcommand(new NewToken(terminal, remote.ticker(), random))
                        .addSubcommand(new CreateToken(remote))
                        .addSubcommand(new ListTokens(remote))
                        .addSubcommand(new RevokeToken(remote)),
                new CommandLine(new Password(terminal, random)),
                new CommandLine(new Get(remote)),
                new CommandLine(new Drain(remote)),
                new CommandLine(new Undrain(remote)),
                Switch.enable(remote),
                Switch.disable(remote),
                new CommandLine(new EnrolmentKey(remote)),
                new CommandLine(new Version(terminal)));
    }

    /// Without a verb there is nothing to do but to say what there is.
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "missing: a verb");
    }

    /// An operator's mistake is told in one line each; a mistake of ours comes with its stack trace.
    private static int fail(Exception problem, CommandLine commandLine, ParseResult arguments) {
        var err = commandLine.getErr();
        switch (problem) {
            case ConfigException mistakes -> {
                err.println(mistakes.getMessage());
                return BAD_CONFIGURATION;
            }
            case IOException io -> err.println(io.getMessage());
            case UncheckedIOException io -> err.println(io.getMessage());
            default -> problem.printStackTrace(err);
        }
        err.flush();
        return FAILED;
    }
}
