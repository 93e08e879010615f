package dev.usher.gateway.control.api;

import dev.usher.gateway.control.api.Reply.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads bodies whole, up to a limit. What is beyond it is let go by, so that the answer can be read.
final class Bodies {

    private static final Buffer NONE = Buffer.buffer();

    /// A merge patch (RFC 7396) is what a PATCH here is, but for sections that are replaced whole.
    private static final Pattern JSON =
            Pattern.compile("application/(merge-patch\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private Bodies() {}

    /// A body was larger than its limit.
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int bytesMax;

        TooLarge(int bytesMax) {
            super("a body is larger than " + bytesMax + " bytes", null, false, false);
            this.bytesMax = bytesMax;
        }

        int bytesMax() {
            return bytesMax;
        }
    }

    /// The body of a request that is paused; an empty one where none is wanted.
    static Future<Buffer> read(HttpServerRequest request, int bytesMax) {
        if (bytesMax == 0) {
            request.resume();
            return Future.succeededFuture(NONE);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        var read = Promise.<Buffer>promise();
        var body = Buffer.buffer();
        request.exceptionHandler(read::tryFail);
        request.endHandler(_ -> read.tryComplete(body));
        request.handler(chunk -> {
            if (chunk.length() > bytesMax - body.length()) {
                read.tryFail(new TooLarge(bytesMax));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.resume();
        return read.future();
    }

    /// Why a body of this type is not read; null where it is.
    ///
    /// @param type null when the call does not say
    static @Nullable Problem notJson(@Nullable String type) {
        if (type != null && JSON.matcher(type).matches()) {
            return null;
        }
        return new Problem(
                415,
                "unsupported_media_type",
                "Content-Type: " + (type == null ? "missing" : type) + " (expected: application/json)",
                List.of(),
                Map.of("Accept", "application/json"));
    }
}
