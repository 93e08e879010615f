package dev.usher.gateway.data.account;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed;
import dev.usher.gateway.core.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// A line for machines: one JSON object, without the keys of which nothing is known.
final class JsonLine implements LineFormat {

    @Override
    public void line(Closed closed, LineBuffer out) {
        out.put("{\"time\":\"").putTime(closed.atMillis()).put('"');
        name("listener", closed.listener(), out);
        address("source", closed.source(), out);
        address("peer", closed.peer(), out);
        foreign("protocol", closed.protocol(), WORD_MAX, out);
        foreign("method", closed.method(), WORD_MAX, out);
        foreign("path", closed.path(), PATH_MAX, out);
        number("status", closed.status(), out);
        name("cluster", closed.cluster(), out);
        name("service", closed.service(), out);
        name("director", closed.director(), out);
        name("token", closed.token(), out);
        var cause = closed.cause();
        name("cause", cause == null ? null : cause.code(), out);
        foreign("detail", closed.detail(), WORD_MAX, out);
        number("bytes_in", closed.bytesIn(), out);
        number("bytes_out", closed.bytesOut(), out);
        number("retries", closed.retries(), out);
        timings(closed.timings(), out);
        foreign("request_id", closed.requestId(), WORD_MAX, out);
        out.put("}\n");
    }

    @Override
    public void suppressed(long epochSecond, Cause cause, long count, LineBuffer out) {
        out.put("{\"time\":\"").putTime(epochSecond * 1_000).put('"');
        name("cause", cause.code(), out);
        number("suppressed", count, out);
        out.put("}\n");
    }

    private static void timings(Closed.Timings timings, LineBuffer out) {
        millis("total_ms", timings.totalNanos(), out);
        millis("judge_ms", timings.judgeNanos(), out);
        millis("connect_ms", timings.connectNanos(), out);
        millis("wait_ms", timings.waitNanos(), out);
    }

    private static LineBuffer key(String key, LineBuffer out) {
        return out.put(",\"").put(key).put("\":");
    }

    private static void address(String key, IpAddress address, LineBuffer out) {
        key(key, out).put('"').put(address).put('"');
    }

    /// A name or a code, which needs no escaping.
    private static void name(String key, @Nullable Object name, LineBuffer out) {
        if (name != null) {
            key(key, out).put('"').put(name.toString()).put('"');
        }
    }

    private static void foreign(String key, @Nullable String text, int limit, LineBuffer out) {
        if (text != null) {
            key(key, out).put('"').putForeign(text, true, limit).put('"');
        }
    }

    private static void number(String key, long number, LineBuffer out) {
        key(key, out).put(number);
    }

    private static void millis(String key, long nanos, LineBuffer out) {
        if (nanos >= 0) {
            key(key, out).putMillis(nanos);
        }
    }
}
