package dev.usher.gateway.data.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The certificates of one listener, ready to be served, and replaceable in place.
///
/// A reload reads and checks everything before anything changes: either all new connections get all of the new
/// certificates, or nothing changes and the caller hears why. Connections that live keep what they began with.
/// An expired certificate is served all the same, with a warning: many an Agent does not look, and those that
/// do say so.
///
/// *Thread-safe:* one volatile reference; a context that is replaced while a connection reaches for it is
/// noticed by its
/// reference count, and the reach repeated.
public final class CertificateStore implements AutoCloseable {

    private static final Logger LOG = System.getLogger(CertificateStore.class.getName());

    private final TlsSettings settings;
    private final InstantSource time;
    private volatile @Nullable Generation current;

    private CertificateStore(TlsSettings settings, InstantSource time, Generation first) {
        this.settings = settings;
        this.time = time;
        this.current = first;
        warn(first);
    }

    /// Reads and checks all certificates of `settings`.
    ///
    /// @param time tells which of them have expired
    /// @throws TlsFilesException with everything that is wrong with any of them
    public static CertificateStore open(TlsSettings settings, InstantSource time) throws TlsFilesException {
        return new CertificateStore(settings, time, Generation.load(settings));
    }

    /// Reads all files again and serves what they hold to connections from now on.
    ///
    /// @throws TlsFilesException with everything that is wrong; then nothing has changed
    public synchronized void reload() throws TlsFilesException {
        var before = now();
        var next = Generation.load(settings);
        current = next;
        before.release();
        warn(next);
    }

    /// The files to watch.
    public List<Path> files() {
        return settings.certificates().stream()
                .flatMap(files -> Stream.of(files.certificate(), files.key()))
                .toList();
    }

    /// What is served now, in the order of the settings.
    public List<ServedCertificate> served() {
        return now().served();
    }

    /// When the first of the certificates expires.
    public Instant notAfter() {
        return served().stream()
                .map(ServedCertificate::notAfter)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /// What stands first in the pipeline of a new connection, to be added before it is active or at once after.
    ///
    /// It looks at the first byte and replaces itself by the handler for TLS, or calls `plainHttp` when someone
    /// speaks plain HTTP. What `plainHttp` writes to the context it is given goes out unencrypted; all further
    /// bytes that come in are dropped, and it must see to it that the connection is closed. Until that first
    /// byte a connection costs no TLS state. The handshake ends with an `SslHandshakeCompletionEvent`.
    ///
    /// @param handshakeTimeout how long to wait for the first byte, and then for the end of the handshake
    public ChannelHandler door(Duration handshakeTimeout, Consumer<ChannelHandlerContext> plainHttp) {
        return new PlainHttpDetector(this, handshakeTimeout.toMillis(), plainHttp);
    }

    /// The handler for TLS by itself: it knows the certificate when there is only one, else it waits for the
    /// name.
    public ChannelHandler handler(ByteBufAllocator allocator, Duration handshakeTimeout) {
        return handler(allocator, handshakeTimeout.toMillis());
    }

    ChannelHandler handler(ByteBufAllocator allocator, long timeoutMillis) {
        return now().single() ? handler(null, allocator, timeoutMillis) : new NameChooser(this, timeoutMillis);
    }

    SslHandler handler(@Nullable String host, ByteBufAllocator allocator, long timeoutMillis) {
        var context = acquire(host);
        try {
            var handler = context.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(timeoutMillis);
            return handler;
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    private SslContext acquire(@Nullable String host) {
        SslContext held = null;
        while (held == null) {
            held = retained(now().choose(host));
        }
        return held;
    }

    /// The context with one reference more, or null when a reload has just let go of it.
    private static @Nullable SslContext retained(SslContext context) {
        try {
            return ReferenceCountUtil.retain(context);
        } catch (IllegalReferenceCountException replaced) {
            return null;
        }
    }

    private Generation now() {
        var generation = current;
        if (generation == null) {
            throw new IllegalStateException("certificates: closed (expected: open)");
        }
        return generation;
    }

    private void warn(Generation generation) {
        var instant = time.instant();
        for (var certificate : generation.served()) {
            if (!instant.isBefore(certificate.notAfter())) {
                LOG.log(Level.WARNING, "{0}: expired on {1}", certificate.file(), certificate.notAfter());
            } else if (instant.isBefore(certificate.notBefore())) {
                LOG.log(Level.WARNING, "{0}: not valid before {1}", certificate.file(), certificate.notBefore());
            }
        }
    }

    /// Lets go of the certificates; connections that live keep theirs.
    @Override
    public synchronized void close() {
        var last = current;
        current = null;
        if (last != null) {
            last.release();
        }
    }
}
