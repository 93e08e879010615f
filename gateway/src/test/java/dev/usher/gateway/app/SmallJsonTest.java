package dev.usher.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.jackson.JacksonCodec;
import org.junit.jupiter.api.Test;

class SmallJsonTest {

    @Test
    void jsonIsReadWithoutDataBinding() {
        assertThat(Json.CODEC.getClass()).isEqualTo(JacksonCodec.class);
    }
}
