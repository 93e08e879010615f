package dev.usher.gateway.app;

import dev.usher.gateway.core.model.DirectorName;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher drain DIRECTOR`: nothing new for a Director, so that it can be taken down without loss.
@Command(
        name = "drain",
        description =
                "Sends a Director nothing new; what is in flight finishes. Without a store this does not survive a restart of the gateway.",
        mixinStandardHelpOptions = true)
final class Drain implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);

    /// How much longer than the deadline it may take until nothing is left.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIRECTOR", converter = DirectorConverter.class, description = "Its name.")
    private @Nullable DirectorName director;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "What is in flight after this long is cut. Default: 60s.")
    private Duration timeout = TIMEOUT;

    @Option(names = "--force", description = "Even when fewer than a majority of the cluster's Directors remain.")
    private boolean force;

    @Option(names = "--wait", description = "Returns when nothing is in flight any more.")
    private boolean wait;

    @Mixin
    private final Output output = new Output();

    Drain(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        var client = remote.client(spec);
        var path = "/directors/" + Objects.requireNonNull(director);
        var body = new JsonObject().put("timeout", timeout.toMillis() + "ms").put("force", force);
        var answer = client.post(path + "/drain", body);
        boolean waits = wait && !drained(answer);
        show(answer, !waits);
        return waits ? await(client, path) : 0;
    }

    private int await(AdminClient client, String path) throws IOException {
        long start = remote.ticker().nanos();
        long limit = timeout.plus(GRACE).toNanos();
        while (remote.ticker().nanos() - start < limit) {
            pause();
            var now = client.get(path);
            if (drained(now)) {
                show(now, true);
                return 0;
            }
            if (!"draining".equals(now.getString("state"))) {
                return fail(director + " is " + now.getString("state") + ": somebody else ended the drain.");
            }
        }
        return fail(director + " still has requests in flight, after its deadline.");
    }

    private void pause() throws InterruptedIOException {
        try {
            remote.pause().pause(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /// People read all of it, programs only the last.
    private void show(JsonObject answer, boolean last) {
        if (last || output.forPeople()) {
            output.print(remote.terminal(), answer, this::sentences);
        }
    }

    private String sentences(JsonObject answer) {
        return sentence(answer) + note(answer) + refusal(answer) + "\n";
    }

    private String sentence(JsonObject answer) {
        if (drained(answer)) {
            return director + " is drained: nothing in flight.";
        }
        int inFlight = answer.getInteger("in_flight");
        return director + " is " + answer.getString("state") + ": " + inFlight
                + (inFlight == 1 ? " request" : " requests") + " in flight, cut at "
                + remote.time(answer.getString("deadline")) + ".";
    }

    /// What its sidecar has against it, if it says so: other gateways may then not hear of the drain.
    private static String note(JsonObject answer) {
        var note = answer.getString("note", "");
        return note.isEmpty() ? "" : " " + note;
    }

    private static String refusal(JsonObject answer) {
        return answer.getValue("sidecar") instanceof String told && told.startsWith("refused")
                ? " Its sidecar " + told + "."
                : "";
    }

    private static boolean drained(JsonObject answer) {
        return "drained".equals(answer.getString("state"));
    }

    private int fail(String sentence) {
        remote.terminal().err().println(sentence);
        return Usher.FAILED;
    }
}
