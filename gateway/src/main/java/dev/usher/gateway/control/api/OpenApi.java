package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// The document that describes the API.
final class OpenApi {

    /// The document as an answer.
    static final Reply REPLY = new Text(200, "application/yaml", read(), Map.of());

    private OpenApi() {}

    private static String read() {
        try (var in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
