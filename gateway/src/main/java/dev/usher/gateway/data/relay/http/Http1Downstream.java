package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.exchange.Verdict;
import dev.usher.gateway.data.relay.http.HeadWriter.Passage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection from outside: reads requests one after the other and answers them in that order.
///
/// While one request is being answered, the next ones wait unread, so a client that does not take its answers is
/// not read from either. *Confined to one event loop.*
public final class Http1Downstream extends ChannelInboundHandlerAdapter {

    private final HttpLoop loop;
    private final HttpDesk desk;
    private final HttpSettings settings;
    private final HttpOptions options;
    private final Admitted admitted;
    private final Peer peer;

    @Nullable
    Http1Downstream previous;

    @Nullable
    Http1Downstream next;

    private @Nullable Channel channel;
    private State state = State.HEAD;
    private final Held held = new Held();
    private final RequestBody body = new RequestBody();
    private final Deadline deadline;
    private @Nullable HttpExchange exchange;
    private boolean inputClosed;
    private long exchanges;
    private boolean outputClosed;
    private boolean processing;
    private long requestStartNanos;

    public Http1Downstream(
            HttpLoop loop, HttpDesk desk, HttpSettings settings, HttpOptions options, Admitted admitted) {
        this.loop = loop;
        this.desk = desk;
        this.settings = settings;
        this.deadline = new Deadline(loop.ticker, settings);
        this.options = options;
        this.admitted = admitted;
        this.peer = Peer.of(admitted, options.port());
    }

    RequestBody body() {
        return body;
    }

    Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    Accepted accepted() {
        return admitted.accepted();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        loop.add(this);
        deadline.forFirstRequest();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var in = (ByteBuf) message;
        try {
            if (held.empty()) {
                run(in);
                if (in.isReadable() && state.waits()) {
                    held.hold(in, channel());
                }
            } else {
                held.join(in, channel());
                runHeld();
            }
        } finally {
            in.release();
        }
    }

    private void runHeld() {
        var bytes = held.bytes();
        if (bytes == null || processing) {
            return;
        }
        run(bytes);
        if (!bytes.isReadable() || !state.waits()) {
            held.drop();
        }
        if (exchange != null) {
            // Nothing was read just now, so that no end of a read will flush.
            exchange.flushToDirector();
        }
    }

    /// Takes what there is of `in`, as far as the state allows.
    private void run(ByteBuf in) {
        if (processing) {
            return;
        }
        processing = true;
        try {
            boolean going = true;
            while (going && in.isReadable()) {
                going = switch (state) {
                    case HEAD -> channel().isWritable() ? head(in) : waiting();
                    case BODY, DRAIN -> body(in);
                    case ANSWER -> waiting();
                    case LINGER, CLOSED -> {
                        in.skipBytes(in.readableBytes());
                        yield false;
                    }
                };
            }
        } finally {
            processing = false;
        }
    }

    /// The next request waits for its turn, or for its client to take earlier answers, and the client with it.
    private boolean waiting() {
        read(false);
        return false;
    }

    /// Reads a head; false when more has to come first.
    private boolean head(ByteBuf in) {
        HeadParser.skipEmptyLine(in);
        if (!in.isReadable()) {
            return false;
        }
        long now = loop.ticker.nanos();
        if (held.empty() || requestStartNanos == 0) {
            requestStartNanos = now;
        }
        int length = HeadParser.request(in, loop.request, settings.headBytesMax());
        if (length == HeadParser.INCOMPLETE) {
            deadline.forHead();
            return false;
        }
        if (length < 0) {
            in.skipBytes(in.readableBytes());
            refuseUnread(length == HeadParser.BAD ? Cause.BAD_REQUEST : Cause.HEADER_TOO_LARGE);
            return false;
        }
        in.skipBytes(length);
        begin(loop.request, in, now);
        requestStartNanos = 0;
        return true;
    }

    /// Answers a head that was not understood; where the request would end nobody knows, so the connection ends.
    private void refuseUnread(Cause why) {
        loop.request.forget();
        var peerAddress = admitted.accepted().peer();
        var story = Story.counted(loop.request, peerAddress, admitted.secure(), requestStartNanos, requestStartNanos);
        body.beginUnknown();
        exchange = new HttpExchange(this, loop, desk, loop.request, story);
        exchange.refuse(why);
    }

    private void begin(Head request, ByteBuf in, long now) {
        var trustedProxies = desk.trustedProxies(admitted.accepted());
        var socket = admitted.accepted().peer();
        boolean trusted = trustedProxies.admits(socket);
        var source = trusted ? Forwarding.source(request, socket, trustedProxies) : socket;
        var judged = source == null ? socket : source;
        var story = options.told()
                ? Story.told(request, judged, admitted.secure(), requestStartNanos, now)
                : Story.counted(request, judged, admitted.secure(), requestStartNanos, now);
        var current = new HttpExchange(this, loop, desk, request, story);
        exchange = current;
        exchanges++;
        body.begin(request);
        state = State.BODY;
        deadline.forIdle();
        if (source == null || request.contentLength > settings.bodyBytesMax()) {
            current.refuse(source == null ? Cause.BAD_REQUEST : Cause.BODY_TOO_LARGE);
            return;
        }
        loop.credential.find(request);
        switch (desk.judge(admitted, source, request, loop.credential)) {
            case Verdict.Refused(var why) -> current.refuse(why);
            case Verdict.Passed(var who) -> {
                if (!options.forwardCredentials()) {
                    loop.credential.withhold(request, who.token() != null);
                }
                forward(current, request, in, new Passage(peer, trusted));
                if (exchange == current) {
                    current.admitted(who);
                }
            }
        }
    }

    /// Writes the head for the Director, and with it what is here of the body.
    private void forward(HttpExchange current, Head request, ByteBuf in, Passage passage) {
        var out = current.toDirector();
        var room = out.head(request.length + 384 + Math.min(in.readableBytes(), 8192));
        loop.writer.request(request, passage, room);
        if (options.told()) {
            current.story().requestId(loop.writer.requestId());
        }
        out.chunked(request.chunked);
        body(in);
    }

    /// Takes what is here of a body; false when nothing else can be done with `in`.
    private boolean body(ByteBuf in) {
        var current = exchange;
        if (current == null) {
            throw new IllegalStateException("no body is coming");
        }
        var progress = body.relay(in, current.toDirector());
        if (state == State.DRAIN) {
            current.toDirector().release();
            return drained(progress);
        }
        if (body.bytes() > settings.bodyBytesMax()) {
            current.refuse(Cause.BODY_TOO_LARGE);
            return true;
        }
        progress();
        switch (progress) {
            case MORE -> {
                current.requestMore();
                if (current.whoIfJudged() != null && current.waitsForConnection()) {
                    read(false);
                }
            }
            case WHOLE -> {
                state = State.ANSWER;
                current.requestIsWhole();
                deadline.forAnswer(current.responseStarted());
            }
            case BROKEN -> current.refuse(Cause.BAD_REQUEST);
        }
        return true;
    }

    private boolean drained(Body.Progress progress) {
        switch (progress) {
            case MORE -> {}
            case WHOLE -> nextRequest();
            case BROKEN -> linger();
        }
        return true;
    }

    /// Whether what is to come of the request can be read and dropped, and the connection stay.
    boolean canDrainRequest() {
        return state == State.ANSWER || state == State.BODY && (body.whole() || body.worthReading() && !inputClosed);
    }

    /// The exchange has its Director: what was held back is read.
    void connected(Channel director) {
        if (state == State.ANSWER && exchange != null) {
            deadline.forAnswer(exchange.responseStarted());
        }
        progress();
        read(state == State.BODY ? director.isWritable() : held.empty());
        if (!processing) {
            director.flush();
        }
    }

    /// The exchange is over and its answer written.
    ///
    /// @param stays whether another request may follow
    void answered(boolean stays) {
        if (state == State.CLOSED) {
            return;
        }
        if (!stays) {
            exchange = null;
            linger();
        } else if (state == State.BODY) {
            state = State.DRAIN;
            read(true);
            deadline.forLinger();
            if (body.whole()) {
                nextRequest();
            }
        } else {
            nextRequest();
        }
    }

    private void nextRequest() {
        exchange = null;
        state = State.HEAD;
        deadline.forIdle();
        takeUp();
    }

    /// Goes on with what was held back of the next requests.
    private void takeUp() {
        read(true);
        if (!processing) {
            runHeld();
            endUnlessMoreFollows();
        }
    }

    private void endUnlessMoreFollows() {
        if (inputClosed && state == State.HEAD && (held.empty() || channel().isWritable())) {
            linger();
        }
    }

    /// Says goodbye once all that was written has left, and reads on for a while so that the client gets to hear it.
    private void linger() {
        state = State.LINGER;
        if (!processing) {
            held.drop();
        }
        deadline.forIdle();
        read(true);
        Farewell.shutdownOutput(channel(), this::farewellSaid);
    }

    private void farewellSaid() {
        outputClosed = true;
        if (inputClosed) {
            close();
        } else {
            deadline.forLinger();
        }
    }

    void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            channel().close();
        }
    }

    /// Ends it so that nobody takes its end for the end of an answer.
    void reset() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            Farewell.reset(channel());
        }
    }

    void closeIfIdle() {
        if (state == State.HEAD && held.empty()) {
            linger();
        }
    }

    /// Whether more of the current request's body is wanted.
    void readBody(boolean on) {
        if (state == State.BODY) {
            read(on);
            progress();
        }
    }

    private void read(boolean on) {
        var config = channel().config();
        // Netty 4.2.18 breaks a connection that is asked to read again behind the end of its input.
        if (config.isAutoRead() != on && !inputClosed) {
            config.setAutoRead(on);
        }
    }

    /// Something moved: the time for doing nothing starts anew.
    void progress() {
        if (state == State.BODY || state == State.ANSWER && exchange != null && exchange.responseStarted()) {
            deadline.forIdle();
        }
    }

    void sweep(long now) {
        if (!deadline.passed(now)) {
            return;
        }
        switch (state) {
            case HEAD -> {
                if (deadline.why() == Cause.HEADER_TIMEOUT) {
                    refuseUnread(Cause.HEADER_TIMEOUT);
                } else {
                    if (exchanges == 0) {
                        desk.silent(admitted);
                    }
                    close();
                }
            }
            case BODY, ANSWER -> {
                if (exchange != null) {
                    exchange.timeUp(
                            deadline.why(),
                            state == State.BODY && !channel().config().isAutoRead());
                }
            }
            case DRAIN, LINGER -> close();
            case CLOSED -> {}
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushToDirector();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        progress();
        if (exchange != null) {
            exchange.readFromDirector(writable);
        } else if (writable && state == State.HEAD) {
            takeUp();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed();
        } else if (event instanceof SslCloseCompletionEvent) {
            // BoringSSL answers a goodbye with its own: nothing more can be said.
            gone();
        }
        if (!(event instanceof ChannelInputShutdownReadComplete)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    /// The client said that it will send no more; an answer that it waits for still gets to it.
    private void inputClosed() {
        inputClosed = true;
        switch (state) {
            case HEAD -> endUnlessMoreFollows();
            case DRAIN -> linger();
            case LINGER -> {
                if (outputClosed) {
                    close();
                }
            }
            case BODY -> gone();
            case ANSWER, CLOSED -> {}
        }
    }

    private void gone() {
        if (exchange != null) {
            exchange.abandoned();
        }
        close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSED;
        if (exchange != null) {
            exchange.abandoned();
            exchange = null;
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.remove(this);
        held.drop();
        desk.disconnected(admitted);
    }
}
