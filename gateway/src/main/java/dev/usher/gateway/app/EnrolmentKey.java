package dev.usher.gateway.app;

import dev.usher.gateway.core.model.DirectorName;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `usher enrolment-key DIRECTOR`: what a Director's sidecar needs to become known to the gateways.
@Command(
        name = "enrolment-key",
        description = "Makes the single-use key by which a Director's sidecar enrols; the one before it is void.",
        mixinStandardHelpOptions = true)
final class EnrolmentKey implements Callable<Integer> {

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIRECTOR", converter = DirectorConverter.class, description = "Its name.")
    private @Nullable DirectorName director;

    @Mixin
    private final Output output = new Output();

    EnrolmentKey(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        var name = Objects.requireNonNull(director);
        var answer = remote.client(spec).post("/directors/" + name + "/enrolment-key", new JsonObject());
        var key = answer.getString("enrolment_key");
        var text = switch (output.form()) {
            case TABLE -> "director       " + name + "\nenrolment_key  " + key + "\n\n" + answer.getString("note");
            case JSON -> answer.encode();
            case YAML -> "director: " + name + "\nenrolment_key: " + key;
        };
        remote.terminal().out().println(text);
        remote.terminal().out().flush();
        return 0;
    }
}
