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

/// `usher undrain DIRECTOR`: takes a drain back.
@Command(name = "undrain", description = "Lets a drained Director be chosen again.", mixinStandardHelpOptions = true)
final class Undrain implements Callable<Integer> {

    private final Remote remote;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIRECTOR", converter = DirectorConverter.class, description = "Its name.")
    private @Nullable DirectorName director;

    @Mixin
    private final Output output = new Output();

    Undrain(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Integer call() throws IOException {
        var path = "/directors/" + Objects.requireNonNull(director) + "/undrain";
        var answer = remote.client(spec).post(path, new JsonObject());
        output.print(remote.terminal(), answer, this::sentence);
        return 0;
    }

    private String sentence(JsonObject answer) {
        var note = answer.getString("note", "");
        var state = answer.getString("state");
        // Its own sidecar may drain it too, and goes on.
        var again = state.startsWith("drain") ? " is still drained by its own sidecar" : " takes requests again";
        return director + again + "; it is " + state + "." + (note.isEmpty() ? "" : " " + note) + "\n";
    }
}
