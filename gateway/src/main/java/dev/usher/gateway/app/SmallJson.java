package dev.usher.gateway.app;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/// JSON without data binding, which nobody here uses. Vert.x would take it where it finds it, as the library for
/// migrations brings it, and every process would pay 0.2 s of CPU time for it at its start. Found by its entry under
/// `META-INF/services`.
public final class SmallJson implements JsonFactory {

    @Override
    public int order() {
        return Integer.MIN_VALUE;
    }

    @Override
    public JsonCodec codec() {
        return new JacksonCodec();
    }
}
