package dev.usher.gateway.control.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/// Reads bodies whole, up to a limit. What is beyond it is let go by, so that the answer can be read.
final class Bodies {

    private static final Buffer NONE = Buffer.buffer();

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
}
