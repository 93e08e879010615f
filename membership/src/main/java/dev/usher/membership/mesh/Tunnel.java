package dev.usher.membership.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Two connections that live and die together: a local one in plain text, and one through TLS with another machine.
///
/// Whichever ends first, both are closed at once, the raw sockets before anything that TLS might still want to say:
/// Hazelcast takes a closed connection for a death within a third of a second, and that is the point.
/// *Thread-safe:* each direction is copied by one virtual thread; [#sweep] reads two volatile times.
final class Tunnel {

    static final int BUFFER_BYTES = 16 * 1024;

    /// A write that stands still for so long is given up. Without that, a tunnel towards a machine that vanished would
    /// last for as long as TCP tries, though Hazelcast closed its own end of it long ago.
    static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = System.getLogger(Tunnel.class.getName());

    private final Socket tls;
    private final Socket remote;
    private final Socket local;
    private final LongSupplier nanos;
    private volatile long inward;
    private volatile long outward;

    /// @param remote what `tls` is layered over
    Tunnel(Socket remote, Socket tls, Socket local, LongSupplier nanos) {
        this.remote = remote;
        this.tls = tls;
        this.local = local;
        this.nanos = nanos;
    }

    /// Carries bytes until one end is closed; returns when both are, and nothing of it runs any more.
    ///
    /// @param failed told why the other machine's end was not readable any more, if that was no orderly end
    void run(Consumer<IOException> failed) {
        var out = Thread.ofVirtual().name("mesh-out").start(() -> {
            try {
                copy(local.getInputStream(), tls.getOutputStream(), false);
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "mesh: the way out ended: {0}", MeshTls.words(e));
            } finally {
                close();
            }
        });
        try {
            copy(tls.getInputStream(), local.getOutputStream(), true);
        } catch (SocketException e) {
            LOG.log(Level.DEBUG, "mesh: the way in ended: {0}", MeshTls.words(e));
        } catch (IOException e) {
            failed.accept(e);
        } finally {
            close();
        }
        join(out);
    }

    private void copy(InputStream from, OutputStream to, boolean in) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            mark(in, nanos.getAsLong() | 1);
            to.write(buffer, 0, read);
            mark(in, 0);
        }
    }

    /// Zero while nothing is being written.
    private void mark(boolean in, long at) {
        if (in) {
            inward = at;
        } else {
            outward = at;
        }
    }

    boolean writing() {
        return inward != 0 || outward != 0;
    }

    /// Ends it when a write has stood still for too long.
    void sweep(long now) {
        if (stalled(inward, now) || stalled(outward, now)) {
            LOG.log(Level.INFO, "mesh: a write to {0} stood still: closed", remote.getRemoteSocketAddress());
            close();
        }
    }

    private static boolean stalled(long since, long now) {
        return since != 0 && now - since > STALLED_NANOS;
    }

    void close() {
        close(remote);
        close(local);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "mesh: closing: {0}", MeshTls.words(e));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
