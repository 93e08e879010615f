package dev.usher.gateway.app;

import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.data.tls.TlsFilesException;
import dev.usher.membership.time.Ticker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `usher gateway FILE`: runs a gateway until it is told to stop.
@Command(
        name = "gateway",
        description = {
            "Runs a gateway until SIGTERM or Ctrl-C, which let what is in flight finish.",
            "Changes of FILE are applied as they are seen, and on SIGHUP."
        },
        mixinStandardHelpOptions = true)
final class GatewayCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Ticker ticker;

    @Parameters(paramLabel = "FILE", description = "The configuration, as in config/gateway.yaml.")
    private Path file = Path.of("");

    GatewayCommand(Terminal terminal, Ticker ticker) {
        this.terminal = terminal;
        this.ticker = ticker;
    }

    @Override
    public Integer call() throws InterruptedException {
        var hangUp = HangUp.taken();
        var watch = new ConfigurationWatch(file);
        var loaded = Configuration.load(file);
        loaded.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
        terminal.err().flush();
        Logs.install(loaded.value().log().format());
        try {
            var gateway = Gateway.start(new Gateway.Start(watch, loaded.value(), this::tell), ticker);
            hangUp.follow(gateway::reload);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(gateway), "leave"));
        } catch (TlsFilesException problem) {
            terminal.err().println(problem.getMessage());
            return Usher.BAD_CONFIGURATION;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    /// The only time that the password is seen; the log never has it.
    private void tell(String email, String password) {
        terminal.out().println("First user: " + email + ", until admin.users names somebody");
        terminal.out().println("Password, shown this once: " + password);
        terminal.out().flush();
    }

    /// Being told to stop, and having stopped as told, is no failure: the exit code is 0.
    private static void leave(Gateway gateway) {
        int code = Usher.FAILED;
        try {
            gateway.stop();
            code = 0;
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }
}
