package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.Accepted;
import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.data.load.Lease;
import dev.usher.gateway.data.load.LiveExchange;
import dev.usher.gateway.data.relay.http.HeadWriter.After;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One request and its response: from the head to the line in the book.
///
/// It is live from the verdict to its end, and ends exactly once, whoever breaks off. A request is tried again on
/// another Director only while nothing of it was sent, or when it is idempotent and all of it is still at hand;
/// and never once a byte of a response has gone out. *Confined to one event loop.*
public final class HttpExchange extends LiveExchange {

    private final Http1Downstream down;
    private final HttpLoop loop;
    private final HttpDesk desk;
    private final Outgoing toDirector;
    private final Outgoing toClient;
    private final boolean head;
    private final boolean old;
    private final boolean idempotent;
    private final Story story;

    private @Nullable Authenticated who;
    private @Nullable Lease lease;
    private @Nullable Http1Upstream upstream;
    private @Nullable ByteBuf replay;
    private @Nullable Body response;
    private boolean keepAlive;
    private boolean requestWhole;
    private boolean responseStarted;
    private boolean over;
    private long tried;
    private long last;

    HttpExchange(Http1Downstream down, HttpLoop loop, HttpDesk desk, Head request, Story story) {
        this.down = down;
        this.loop = loop;
        this.desk = desk;
        this.toDirector = new Outgoing(down.channel().alloc());
        this.toClient = new Outgoing(down.channel().alloc());
        this.head = request.methodIs("HEAD");
        this.old = request.old;
        this.idempotent = request.idempotent();
        this.keepAlive = !request.close && (!request.old || request.keepAlive);
        this.story = story;
    }

    /// What is told of it when it is over.
    public Story story() {
        return story;
    }

    @Override
    public Authenticated who() {
        if (who == null) {
            throw new IllegalStateException("not judged yet");
        }
        return who;
    }

    /// Who was let in; null when nobody was.
    public @Nullable Authenticated whoIfJudged() {
        return who;
    }

    @Override
    public @Nullable DirectorLoad director() {
        return lease == null ? null : lease.director();
    }

    /// The connection it came in by.
    public Accepted accepted() {
        return down.accepted();
    }

    /// The Directors that were tried, a bit each.
    public long tried() {
        return tried;
    }

    /// Notes that a Director was tried.
    public void tried(int index) {
        last = 1L << index;
        tried |= last;
    }

    boolean isHead() {
        return head;
    }

    boolean requestWhole() {
        return requestWhole;
    }

    boolean responseStarted() {
        return responseStarted;
    }

    Outgoing toDirector() {
        return toDirector;
    }

    Outgoing toClient() {
        return toClient;
    }

    /// It was let in: from now on it can be cut, and looks for a Director.
    void admitted(Authenticated by) {
        who = by;
        loop.live.add(this);
        story.judged(loop.ticker.nanos());
        desk.assign(this);
    }

    /// It has a Director and a connection with it; what came of the request so far is sent.
    public void connected(Http1Upstream connection, Lease seat) {
        if (over) {
            seat.close(false);
            connection.release(true);
            return;
        }
        upstream = connection;
        lease = seat;
        story.connected(seat.director(), loop.ticker.nanos());
        connection.begin(this);
        if (requestWhole && idempotent) {
            replay = toDirector.copy();
        }
        toDirector.send(connection.channel());
        down.connected(connection.channel());
    }

    /// No Director could be found or reached.
    public void refused(Cause why) {
        if (!over) {
            refuse(why);
        }
    }

    /// More of the request has come.
    void requestMore() {
        if (upstream != null) {
            toDirector.send(upstream.channel());
        }
    }

    /// All of the request has come.
    void requestIsWhole() {
        requestWhole = true;
        requestMore();
    }

    void flushToDirector() {
        if (upstream != null) {
            upstream.channel().flush();
        }
    }

    boolean waitsForConnection() {
        return upstream == null;
    }

    /// Whether the client's side is ready to take more.
    void readFromDirector(boolean writable) {
        if (upstream != null) {
            upstream.channel().config().setAutoRead(writable);
        }
    }

    /// Whether the Director's side is ready to take more.
    void readFromClient(boolean writable) {
        down.readBody(writable);
    }

    /// An interim response: passed on to clients that know them (RFC 9110, 15.2).
    void interim(Head response) {
        if (!old) {
            loop.writer.response(response, false, After.STAYS, toClient.head(response.length + 64));
            flushToClient();
        }
        down.progress();
    }

    /// The head of the final response.
    ///
    /// @param bodyBytesHere how much of its body came with it
    void responseHead(Head response, Body body, int bodyBytesHere) {
        dropReplay();
        responseStarted = true;
        this.response = body;
        story.answered(loop.ticker.nanos(), response.status);
        boolean chunked = body.unknownLength() && !old;
        keepAlive &= requestWhole && !desk.closing() && (!old || !body.unknownLength());
        var room = toClient.head(response.length + 128 + Math.min(bodyBytesHere, 8192));
        loop.writer.response(response, chunked, after(), room);
        toClient.chunked(chunked);
    }

    private After after() {
        if (!keepAlive) {
            return After.CLOSES;
        }
        return old ? After.STAYS_AND_SAYS_SO : After.STAYS;
    }

    /// Bytes of the response came.
    void progress() {
        toClient.send(down.channel());
        down.progress();
    }

    void flushToClient() {
        toClient.send(down.channel());
        down.channel().flush();
    }

    /// The response is whole.
    void responseWhole() {
        boolean stays = keepAlive && requestWhole;
        flushToClient();
        finish(false, requestWhole);
        down.answered(stays);
    }

    /// The Director failed: broke off, or answered nonsense.
    void failed(String reason) {
        if (over) {
            return;
        }
        if (lease != null) {
            desk.directorFailed(lease, reason);
        }
        lost(Cause.DIRECTOR_RESET, reason, true);
    }

    /// A connection that had been idle broke before a byte of an answer came: the Director may have been about to
    /// close it, and may well be asked again.
    void stale(String reason) {
        if (!over) {
            tried &= ~last;
            lost(Cause.DIRECTOR_RESET, reason, false);
        }
    }

    private void lost(Cause why, String reason, boolean fault) {
        if (lease != null) {
            lease.close(fault);
            lease = null;
        }
        detach(false);
        story.detail(reason);
        var again = replay;
        if (!responseStarted && again != null && desk.mayRetry(this)) {
            replay = null;
            toDirector.restore(again);
            desk.assign(this);
            return;
        }
        refuse(why);
    }

    @Override
    public void cut(Cause why) {
        if (over) {
            return;
        }
        if (why == Cause.DIRECTOR_RESET || why == Cause.DIRECTOR_TIMEOUT) {
            boolean down = lease != null && lease.director().seen().health() == Health.DOWN;
            lost(why, down ? "judged down" : "the drain's deadline passed", true);
        } else {
            refuse(why);
        }
    }

    /// Its time is up, by the client's fault or the Director's.
    ///
    /// @param heldBack whether the client would send, were it not for somebody who takes nothing
    void timeUp(Cause why, boolean heldBack) {
        if (over) {
            return;
        }
        if (why == Cause.DIRECTOR_TIMEOUT) {
            story.detail("no answer in time");
            refuse(why);
        } else if (heldBack && !responseStarted) {
            story.detail("took no more of the request");
            refuse(Cause.DIRECTOR_TIMEOUT);
        } else {
            story.detail("nothing moved");
            refuse(why);
        }
    }

    /// The client went away.
    void abandoned() {
        if (!over) {
            story.detail("the client went away");
            finish(false, false);
        }
    }

    /// Ends it in words where there is still room for words, else by closing.
    void refuse(Cause why) {
        story.ended(why);
        boolean fault = upstream != null && Refusals.status(why) >= 502;
        toDirector.release();
        toClient.release();
        boolean speak = !responseStarted && Refusals.status(why) != 0;
        boolean stays = speak && keepAlive && !desk.closing() && down.canDrainRequest();
        if (speak) {
            responseStarted = true;
            story.answered(loop.ticker.nanos(), Refusals.status(why));
            Refusals.write(why, !head, !stays, loop.random.nextInt(), toClient.head(768));
            toClient.send(down.channel());
        }
        finish(fault, false);
        if (speak) {
            down.channel().flush();
            down.answered(stays);
        } else if (endsWithConnection()) {
            // Only a reset tells an older client that this was not the end.
            down.reset();
        } else {
            down.close();
        }
    }

    /// Whether the client takes the end of the connection for the end of the response.
    private boolean endsWithConnection() {
        return old && response != null && response.unknownLength();
    }

    private void finish(boolean directorFailed, boolean reusable) {
        over = true;
        loop.live.remove(this);
        dropReplay();
        toDirector.release();
        toClient.release();
        var seat = lease;
        detach(reusable);
        story.bytes(down.body().bytes(), response == null ? 0 : response.bytes());
        story.over(loop.ticker.nanos());
        desk.closed(this);
        if (seat != null) {
            seat.close(directorFailed);
        }
    }

    private void detach(boolean reusable) {
        var connection = upstream;
        if (connection != null) {
            upstream = null;
            connection.release(connection.end() && reusable);
        }
    }

    private void dropReplay() {
        if (replay != null) {
            replay.release();
            replay = null;
        }
    }
}
