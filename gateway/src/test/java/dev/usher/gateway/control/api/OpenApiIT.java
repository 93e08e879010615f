package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.Permission;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The document and the table of operations say the same.
class OpenApiIT {

    private final JsonObject document = OpenApiDocument.read();
    private final TestOffice office;

    OpenApiIT() throws Exception {
        office = new TestOffice();
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    @Test
    void everyRouteIsInItAndNothingElse() {
        assertThat(office.operations().stream().map(OpenApiIT::name))
                .containsExactlyInAnyOrderElementsOf(
                        OpenApiDocument.calls(document).keySet());
    }

    @Test
    void itSaysWhatEachRouteTakesAndWhoMay() {
        for (var operation : office.operations()) {
            var written = Objects.requireNonNull(OpenApiDocument.calls(document).get(name(operation)));
            var accepts = operation.accepts();

            assertThat(parameters(written, "query")).as(name(operation)).isEqualTo(new TreeSet<>(accepts.query()));
            assertThat(demanded(written).contains("If-Match"))
                    .as(name(operation))
                    .isEqualTo(accepts.revision());
            assertThat(written.getJsonArray("x-permissions").stream().collect(Collectors.toSet()))
                    .as(name(operation))
                    .isEqualTo(operation.access().oneOf().stream()
                            .map(Permission::name)
                            .collect(Collectors.toSet()));
            assertThat(written.containsKey("security")
                            && written.getJsonArray("security").isEmpty())
                    .as(name(operation))
                    .isEqualTo(operation.access().anybody());
            assertThat(!written.containsKey("requestBody") || accepts.bodyBytesMax() > 0)
                    .as(name(operation))
                    .isTrue();
        }
    }

    /// Sessions are no things that could be changed.
    @Test
    void everyWriteCanBeAskedWhatItWouldDo() {
        assertThat(office.operations().stream()
                        .filter(operation ->
                                !operation.reads() && !operation.path().startsWith("/sessions")))
                .hasSizeGreaterThan(10)
                .allMatch(operation -> operation.accepts().query().contains(Operation.DRY_RUN));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        references(document)
                .forEach(reference -> assertThat(OpenApiDocument.at(document, reference))
                        .as(reference)
                        .isNotNull());
        assertThat(document.getJsonObject("components").getJsonObject("schemas").fieldNames())
                .allMatch(name -> references(document).anyMatch(("#/components/schemas/" + name)::equals));
    }

    @Test
    void whoeverIsKnownCanReadIt() throws Exception {
        var request = office.request("GET", "/openapi.yaml", null).header("Authorization", "Bearer none");

        var reply = office.send(request);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(OpenApiDocument.parse(reply.body())).isEqualTo(document);
    }

    private static String name(Operation operation) {
        return operation.method() + " " + operation.path();
    }

    private Set<String> parameters(JsonObject call, String in) {
        return OpenApiDocument.parameters(document, call)
                .filter(parameter -> in.equals(parameter.getString("in")))
                .map(parameter -> parameter.getString("name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> demanded(JsonObject call) {
        return OpenApiDocument.parameters(document, call)
                .filter(parameter -> parameter.getBoolean("required", false))
                .map(parameter -> parameter.getString("name"))
                .collect(Collectors.toSet());
    }

    private static Stream<String> references(Object node) {
        return switch (node) {
            case JsonObject object ->
                object.stream()
                        .flatMap(entry -> entry.getKey().equals("$ref")
                                ? Stream.of((String) entry.getValue())
                                : references(entry.getValue()));
            case JsonArray array -> array.stream().flatMap(OpenApiIT::references);
            case null, default -> Stream.empty();
        };
    }
}
