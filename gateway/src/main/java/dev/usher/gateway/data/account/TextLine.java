package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import org.jspecify.annotations.Nullable;

/// A line for people: when, listener, source, method, path, status and Director at their places, `-` where there is
/// none; then what there is as `key=value`.
final class TextLine implements LineFormat {

    @Override
    public void line(Closed closed, LineBuffer out) {
        out.putTime(closed.atMillis()).put(' ').put(closed.listener().value()).put(' ');
        out.put(closed.source()).put(' ');
        word(closed.method(), WORD_MAX, out);
        word(closed.path(), PATH_MAX, out);
        out.put(closed.status()).put(' ');
        seat(closed, out);
        outcome(closed, out);
        timings(closed.timings(), out);
        out.put(" retries=").put(closed.retries());
        foreign(" id=", closed.requestId(), out);
        out.put(" protocol=\"").putForeign(closed.protocol(), true, WORD_MAX).put('"');
        if (!closed.peer().equals(closed.source())) {
            out.put(" peer=").put(closed.peer());
        }
        out.put('\n');
    }

    @Override
    public void suppressed(long epochSecond, Cause cause, long count, LineBuffer out) {
        out.putTime(epochSecond * 1_000)
                .put(" - - - - 0 - cause=")
                .put(cause.code())
                .put(" suppressed=")
                .put(count)
                .put('\n');
    }

    private static void word(@Nullable String text, int limit, LineBuffer out) {
        if (text == null || text.isEmpty()) {
            out.put("- ");
        } else {
            out.putForeign(text, false, limit).put(' ');
        }
    }

    private static void seat(Closed closed, LineBuffer out) {
        var cluster = closed.cluster();
        if (cluster == null) {
            out.put('-');
            return;
        }
        var director = closed.director();
        out.put(cluster.value()).put('/').put(director == null ? "-" : director.value());
        var service = closed.service();
        if (service != null) {
            out.put(" service=").put(service.value());
        }
    }

    private static void outcome(Closed closed, LineBuffer out) {
        var cause = closed.cause();
        if (cause != null) {
            out.put(" cause=").put(cause.code());
        }
        var detail = closed.detail();
        if (detail != null) {
            out.put(" detail=\"").putForeign(detail, true, WORD_MAX).put('"');
        }
        var token = closed.token();
        if (token != null) {
            out.put(" token=").put(token.value());
        }
        out.put(" in=").put(closed.bytesIn()).put(" out=").put(closed.bytesOut());
    }

    private static void timings(Closed.Timings timings, LineBuffer out) {
        timing(" total=", timings.totalNanos(), out);
        timing(" judge=", timings.judgeNanos(), out);
        timing(" connect=", timings.connectNanos(), out);
        timing(" wait=", timings.waitNanos(), out);
    }

    private static void timing(String key, long nanos, LineBuffer out) {
        if (nanos >= 0) {
            out.put(key).putMillis(nanos).put("ms");
        }
    }

    private static void foreign(String key, @Nullable String text, LineBuffer out) {
        if (text != null) {
            out.put(key).putForeign(text, false, WORD_MAX);
        }
    }
}
