package dev.usher.gateway.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.control.operator.People;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every call of the document is made with its examples, and answered as the document says.
class OpenApiExamplesIT {

    /// In an order in which there is what each of them needs. Listening never ends, so it is not called here.
    private static final List<String> CALLS = List.of(
            "getStatus",
            "getOpenApi",
            "login",
            "getSession",
            "logout",
            "createDirector",
            "listDirectors",
            "getDirector",
            "updateDirector",
            "disableDirector",
            "enableDirector",
            "newEnrolmentKey",
            "deleteDirector",
            "drainDirector",
            "undrainDirector",
            "listDirectorCandidates",
            "createCluster",
            "listClusters",
            "getCluster",
            "updateCluster",
            "disableCluster",
            "enableCluster",
            "getClusterConfig",
            "getRestriction",
            "putRestriction",
            "createToken",
            "listTokens",
            "getToken",
            "revokeToken",
            "createDevice",
            "listDevices",
            "getDevice",
            "updateDevice",
            "deleteDevice",
            "deleteCluster",
            "listActivity");

    private final JsonObject document = OpenApiDocument.read();
    private final TestEstate estate;
    private final TestOffice office;
    private String token = "";
    private String cookie = "";
    private String csrf = "";

    OpenApiExamplesIT(@TempDir Path folder) throws Exception {
        estate = new TestEstate(folder);
        List.of("north-1", "north-2", "north-3").forEach(name -> estate.director(name, name.charAt(6) - '0'));
        office = new TestOffice(estate);
    }

    @AfterEach
    void close() throws Exception {
        office.close();
        estate.close();
    }

    @Test
    void everyExampleWorks() throws Exception {
        var calls = OpenApiDocument.calls(document);
        var ids = calls.values().stream()
                .map(call -> call.getString("operationId"))
                .collect(Collectors.toCollection(ArrayList::new));
        ids.remove("listen");
        assertThat(CALLS).containsExactlyInAnyOrderElementsOf(ids);

        for (var id : CALLS) {
            var entry = calls.entrySet().stream()
                    .filter(each -> id.equals(each.getValue().getString("operationId")))
                    .findFirst()
                    .orElseThrow();
            make(id, entry.getKey(), entry.getValue());
        }
    }

    private void make(String id, String name, JsonObject call) throws Exception {
        var parts = name.split(" ", 2);
        var path = path(parts[1], call);
        var demanded = OpenApiDocument.parameters(document, call)
                .anyMatch(parameter ->
                        "If-Match".equals(parameter.getString("name")) && parameter.getBoolean("required", false));
        var request = office.request(parts[0], path, body(call));
        if (demanded) {
            request.header("If-Match", revision(path));
        }
        if (id.endsWith("Session") || id.equals("logout")) {
            request.header("Cookie", cookie)
                    .header("X-CSRF-Token", csrf)
                    .header("Origin", "http://127.0.0.1:" + office.port());
        } else if (!id.equals("login")) {
            request.header("Authorization", "Bearer all");
        }
        var reply = office.send(request);

        check(id, call, reply);
        remember(id, reply);
    }

    /// The answer has the status of success that is written first, and the shape that goes with it. Only where no
    /// sidecar can connect is nobody given a key.
    private void check(String id, JsonObject call, HttpResponse<String> reply) {
        var expected = call.getJsonObject("responses").fieldNames().iterator().next();
        var status = id.equals("newEnrolmentKey") ? "409" : expected;
        assertThat(Integer.toString(reply.statusCode()))
                .as("%s: %s", id, reply.body())
                .isEqualTo(status);
        var written = call.getJsonObject("responses").getJsonObject(status);
        if (written.containsKey("$ref")) {
            written = Objects.requireNonNull(OpenApiDocument.at(document, written.getString("$ref")));
        }
        var content = written.getJsonObject("content");
        if (content == null) {
            assertThat(reply.body()).as(id).isEmpty();
            return;
        }
        var type = reply.headers().firstValue("Content-Type").orElse("");
        assertThat(content.fieldNames()).as(id).containsExactly(type);
        if (type.endsWith("json")) {
            var result = validator(content.getJsonObject(type).getJsonObject("schema"))
                    .validate(Json.decodeValue(reply.body()));
            assertThat(result.getValid())
                    .as("%s: %s in %s", id, result.getErrors(), reply.body())
                    .isTrue();
        }
        for (var header : written.getJsonObject("headers", new JsonObject()).fieldNames()) {
            assertThat(reply.headers().firstValue(header))
                    .as("%s: %s", id, header)
                    .isPresent();
        }
    }

    private void remember(String id, HttpResponse<String> reply) {
        switch (id) {
            case "createToken" -> token = new JsonObject(reply.body()).getString("id");
            case "login" -> {
                csrf = new JsonObject(reply.body()).getString("csrf");
                cookie = reply.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
            }
            default -> {}
        }
    }

    private Validator validator(JsonObject schema) {
        var definitions = document.getJsonObject("components").getJsonObject("schemas");
        var whole = new JsonObject().put("allOf", List.of(schema)).put("$defs", definitions);
        var moved = new JsonObject(whole.encode().replace("#/components/schemas/", "#/$defs/"));
        return Validator.create(
                JsonSchema.of(moved),
                new JsonSchemaOptions()
                        .setBaseUri("https://usher.invalid")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    private static @Nullable String body(JsonObject call) {
        var body = call.getJsonObject("requestBody");
        if (body == null) {
            return null;
        }
        var example =
                body.getJsonObject("content").getJsonObject("application/json").getJsonObject("example");
        return example.encode().replace("correct horse battery", People.PASSWORD);
    }

    private String path(String path, JsonObject call) {
        var made = path;
        for (var parameter : OpenApiDocument.parameters(document, call).toList()) {
            if ("path".equals(parameter.getString("in"))) {
                var value = parameter.getString("example", token);
                made = made.replace("{" + parameter.getString("name") + "}", value);
            }
        }
        return made;
    }

    private String revision(String path) throws Exception {
        var request = office.request("GET", path, null).header("Authorization", "Bearer all");
        return office.send(request).headers().firstValue("ETag").orElseThrow();
    }
}
