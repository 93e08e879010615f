package dev.usher.gateway.app;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// The option that all verbs have: how they print what they found or made.
final class Output {

    /// For people, or for programs.
    enum Form {
        TABLE,
        JSON,
        YAML
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table (default), json or yaml.")
    private Form form = Form.TABLE;

    Form form() {
        return form;
    }

    boolean forPeople() {
        return form == Form.TABLE;
    }

    /// Prints a gateway's answer.
    ///
    /// @param table what people read of it
    void print(Terminal terminal, JsonObject answer, Function<JsonObject, String> table) {
        var text = switch (form) {
            case JSON -> answer.encodePrettily() + "\n";
            case YAML -> YamlText.of(answer);
            case TABLE -> table.apply(answer);
        };
        terminal.out().print(text);
        terminal.out().flush();
    }
}
