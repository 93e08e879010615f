package dev.usher.membership.channel;

import dev.usher.membership.channel.IdentityFile.Stored;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The streams to all gateways, over gRPC. There is one identity for all of them: one stream at a time enrols, the
/// others
/// wait for what comes of it.
///
/// *Thread-safe:* everything happens on one event loop; what others ask for is handed over to it.
public final class GrpcChannels implements Channels {

    private static final Logger LOG = System.getLogger(GrpcChannels.class.getName());
    private static final Duration TICK = Duration.ofMillis(500);
    private static final long CLOSE_SECONDS = 5;
    private static final long RENEW_AGAIN = Duration.ofMinutes(1).toNanos();

    private final ChannelSettings settings;
    private final ChannelListener listener;
    private final Vertx vertx;
    private final boolean ownsVertx;
    private final Context loop;
    private final Timers timers;
    private final Ticker ticker;
    private final IdentityFile file;
    private final List<Link> links;
    private final Timers.Timer tick;
    private final Queue<Link> enrolling = new ArrayDeque<>();

    private volatile @Nullable Identity identity;
    private volatile boolean closed;
    private @Nullable Stored stored;

    /// A key that was not exchanged yet.
    private @Nullable String key;

    private boolean busy;
    private long renewNanos;
    private boolean leaving;
    private Hello hello = Hello.getDefaultInstance();

    private GrpcChannels(Vertx vertx, boolean ownsVertx, ChannelSettings settings, ChannelListener listener) {
        this.vertx = vertx;
        this.ownsVertx = ownsVertx;
        this.settings = settings;
        this.listener = listener;
        this.loop = vertx.getOrCreateContext();
        this.timers = Timers.on(((ContextInternal) loop).nettyEventLoop());
        this.ticker = Ticker.system();
        this.renewNanos = ticker.nanos();
        this.file = new IdentityFile(settings.folder());
        this.links = settings.gateways().stream()
                .map(gateway -> new Link(this, gateway, listener))
                .toList();
        this.tick = timers.every(TICK, () -> links.forEach(Link::tick));
    }

    /// Begins to connect; the event loop and its few threads are its own.
    public static Channels open(ChannelSettings settings, ChannelListener listener) {
        var vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        return open(vertx, true, settings, listener);
    }

    /// The same on threads that others use too.
    public static Channels open(Vertx vertx, ChannelSettings settings, ChannelListener listener) {
        return open(vertx, false, settings, listener);
    }

    private static Channels open(Vertx vertx, boolean owns, ChannelSettings settings, ChannelListener listener) {
        var channels = new GrpcChannels(vertx, owns, settings, listener);
        channels.post(channels::begin);
        return channels;
    }

    @Override
    public void report(Hello next) {
        post(() -> {
            boolean news = !next.getStatus().equals(hello.getStatus());
            hello = next;
            if (news) {
                links.forEach(Link::status);
            }
        });
    }

    @Override
    public void answer(String gateway, Ack ack) {
        post(() -> links.stream().filter(link -> link.address().equals(gateway)).forEach(link -> link.answer(ack)));
    }

    @Override
    public void farewell(boolean drain) {
        post(() -> {
            leaving = true;
            links.forEach(link -> link.farewell(drain));
        });
    }

    @Override
    public @Nullable Identity identity() {
        return identity;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        var done = new CompletableFuture<Void>();
        loop.runOnContext(_ -> {
            closed = true;
            tick.cancel();
            links.forEach(Link::close);
            done.complete(null);
        });
        done.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        if (ownsVertx) {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    // ---- On the loop.

    private void begin() {
        blocking(file::open)
                .onSuccess(this::opened)
                .onFailure(e -> LOG.log(Level.ERROR, "no identity, so no gateway will know " + settings.director(), e));
    }

    private void opened(Stored found) {
        if (closed) {
            return;
        }
        stored = found;
        key = unused(found);
        if (found.identity() != null) {
            become(found.identity());
        } else if (key == null) {
            LOG.log(
                    Level.ERROR,
                    "{0} has neither an identity nor an enrolment_key: no gateway will know it",
                    settings.director());
            return;
        }
        links.forEach(Link::dial);
    }

    private @Nullable String unused(Stored found) {
        var given = settings.enrolmentKey();
        try {
            return given == null || IdentityFile.digest(given).equals(found.usedKey()) ? null : given;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void become(Identity who) {
        identity = who;
        listener.enrolled(who);
    }

    /// Whether there is a key to be exchanged before anything else.
    boolean wantsToEnrol() {
        return key != null;
    }

    /// Exchanges the key through `link` when its turn comes; it hears of the end by [Link#enrolmentEnded].
    void enrol(Link link) {
        if (!enrolling.contains(link)) {
            enrolling.add(link);
        }
        enrolNext();
    }

    private void enrolNext() {
        if (busy || closed || enrolling.isEmpty()) {
            return;
        }
        if (key == null) {
            enrolling.forEach(Link::dial);
            enrolling.clear();
            return;
        }
        var link = enrolling.remove();
        exchange(link, key).onComplete(end -> {
            link.enrolmentEnded(end.cause());
            enrolNext();
        });
    }

    /// Exchanges the certificate for a newer one once two thirds of its life are over.
    void renew(Link link) {
        var who = identity;
        if (who == null || busy || key != null || now() - renewNanos < 0 || !old(who)) {
            return;
        }
        renewNanos = now() + RENEW_AGAIN;
        exchange(link, "")
                .onFailure(e ->
                        LOG.log(Level.WARNING, "{0}: certificate not renewed: {1}", link.address(), e.getMessage()));
    }

    private boolean old(Identity who) {
        var certificate = who.chain().getFirst();
        var until = certificate.getNotAfter().toInstant();
        var life = Duration.between(certificate.getNotBefore().toInstant(), until);
        var left = Duration.between(Instant.ofEpochMilli(ticker.epochMillis()), until);
        return left.compareTo(life.dividedBy(3)) < 0;
    }

    private Future<Void> exchange(Link link, String with) {
        busy = true;
        var before = Objects.requireNonNull(stored);
        return link.exchange(new Enrolment(settings.director(), before.keys(), with))
                .map(got -> with.isEmpty() ? new Stored(got.keys(), got.identity(), before.usedKey()) : got)
                .compose(got -> blocking(() -> {
                    file.write(got);
                    return got;
                }))
                .onComplete(_ -> busy = false)
                .map(got -> {
                    stored = got;
                    key = with.isEmpty() ? key : null;
                    LOG.log(Level.INFO, "{0} has a new certificate by {1}", settings.director(), link.address());
                    become(Objects.requireNonNull(got.identity()));
                    return null;
                });
    }

    private Future<Stored> blocking(Callable<Stored> action) {
        return vertx.executeBlocking(action, false).map(Objects::requireNonNull);
    }

    Vertx vertx() {
        return vertx;
    }

    Timers timers() {
        return timers;
    }

    long now() {
        return ticker.nanos();
    }

    Hello hello() {
        return hello;
    }

    /// Whether nobody is to be dialled any more.
    boolean ending() {
        return closed || leaving;
    }

    boolean closed() {
        return closed;
    }

    private void post(Runnable task) {
        if (!closed) {
            loop.runOnContext(_ -> {
                if (!closed) {
                    task.run();
                }
            });
        }
    }
}
