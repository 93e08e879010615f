package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Closed.Timings;
import dev.usher.gateway.core.net.IpAddress;
import dev.usher.gateway.data.load.DirectorLoad;
import org.jspecify.annotations.Nullable;

/// What will be told of an exchange: counted while it lives, read when it is over. *Confined to one event loop.*
public final class Story {

    private final IpAddress source;
    private final @Nullable String method;
    private final @Nullable String path;
    private final String protocol;
    private final long startedNanos;
    private final long wholeHeadNanos;
    private @Nullable String requestId;
    private @Nullable Cause cause;
    private @Nullable String detail;
    private @Nullable DirectorLoad director;
    private long judgedNanos = -1;
    private long connectedNanos = -1;
    private long answeredNanos = -1;
    private long overNanos;
    private long bytesIn;
    private long bytesOut;
    private int status;
    private int retries;

    /// The story of a request whose method and path will be asked for.
    static Story told(Head request, IpAddress source, boolean secure, long startedNanos, long wholeHeadNanos) {
        return new Story(
                source,
                request.method(),
                request.pathWithoutQuery(),
                protocol(request, secure),
                startedNanos,
                wholeHeadNanos);
    }

    /// The story of a request that is only counted; no strings are made of it.
    static Story counted(Head request, IpAddress source, boolean secure, long startedNanos, long wholeHeadNanos) {
        return new Story(source, null, null, protocol(request, secure), startedNanos, wholeHeadNanos);
    }

    private static String protocol(Head request, boolean secure) {
        if (request.old) {
            return secure ? "HTTP/1.0 TLS" : "HTTP/1.0";
        }
        return secure ? "HTTP/1.1 TLS" : "HTTP/1.1";
    }

    private Story(
            IpAddress source,
            @Nullable String method,
            @Nullable String path,
            String protocol,
            long startedNanos,
            long wholeHeadNanos) {
        this.source = source;
        this.method = method;
        this.path = path;
        this.protocol = protocol;
        this.startedNanos = startedNanos;
        this.wholeHeadNanos = wholeHeadNanos;
    }

    void requestId(String id) {
        requestId = id;
    }

    void judged(long nanos) {
        judgedNanos = nanos;
    }

    void connected(DirectorLoad with, long nanos) {
        director = with;
        connectedNanos = nanos;
    }

    void answered(long nanos, int withStatus) {
        answeredNanos = nanos;
        status = withStatus;
    }

    void over(long nanos) {
        overNanos = nanos;
    }

    void ended(Cause why) {
        if (cause == null) {
            cause = why;
        }
    }

    void detail(String words) {
        detail = words;
    }

    /// A Director could not be reached; another one may be tried.
    public void failedToConnect(DirectorLoad with, String reason) {
        director = with;
        detail = reason;
    }

    /// It is tried again.
    public void retried() {
        retries++;
    }

    void bytes(long in, long out) {
        bytesIn = in;
        bytesOut = out;
    }

    /// The address that was judged.
    public IpAddress source() {
        return source;
    }

    /// Null when nobody wants to know, or it was never understood.
    public @Nullable String method() {
        return method;
    }

    /// The path without its query; null as [#method()].
    public @Nullable String path() {
        return path;
    }

    public String protocol() {
        return protocol;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    /// Why it was refused or ended early; null when all went well.
    public @Nullable Cause cause() {
        return cause;
    }

    /// Words that go with the cause.
    public @Nullable String detail() {
        return detail;
    }

    /// The Director that had it last, whatever became of that; null when none was tried.
    public @Nullable DirectorLoad director() {
        return director;
    }

    /// The status that was sent; 0 when none was.
    public int status() {
        return status;
    }

    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return bytesOut;
    }

    public int retries() {
        return retries;
    }

    /// From the first byte of the request to its end.
    public long totalNanos() {
        return overNanos - startedNanos;
    }

    /// How long each part took.
    public Timings timings() {
        return new Timings(
                judgedNanos == -1 ? -1 : judgedNanos - wholeHeadNanos,
                connectedNanos == -1 ? -1 : connectedNanos - judgedNanos,
                answeredNanos == -1 || connectedNanos == -1 ? -1 : answeredNanos - connectedNanos,
                totalNanos());
    }
}
