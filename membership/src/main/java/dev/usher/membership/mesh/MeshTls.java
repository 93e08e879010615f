package dev.usher.membership.mesh;

import dev.usher.membership.time.Timers;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Puts mutual TLS over connected sockets, and says with whom. TLS 1.3 only.
///
/// A peer is judged twice: by its certificate within the handshake, and by its name and what it came for afterwards.
/// The
/// second judgement also covers a resumed session, whose certificate nobody looks at on the way. *Immutable.*
final class MeshTls {

    static final Duration HANDSHAKE_MAX = Duration.ofSeconds(2);

    private static final int TLS_HANDSHAKE = 22;

    private final MeshTrust trust;
    private final SSLContext context;
    private final Timers timers;

    /// A connection whose other end is known.
    ///
    /// @param name null where all have the same key
    record Secured(
            SSLSocket socket,
            MeshProtocol protocol,
            @Nullable MeshName name) {}

    MeshTls(MeshKeys keys, MeshTrust trust, Timers timers) {
        this.trust = trust;
        this.timers = timers;
        try {
            this.context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new OwnKey(keys)}, new TrustManager[] {new PeerTrust(trust)}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The side that was dialled.
    ///
    /// @return null when the other end went without a word, as whoever looks for open ports does
    /// @throws MeshRefused when it is nobody to speak with; any other IOException when it went
    @Nullable
    Secured accept(Socket plain) throws IOException {
        try (var deadline = new Deadline(plain)) {
            var knock = deadline.read();
            if (knock < 0) {
                return null;
            }
            if (knock != TLS_HANDSHAKE) {
                throw new MeshRefused(Refusal.PLAINTEXT, "no TLS");
            }
            var begun = new ByteArrayInputStream(new byte[] {(byte) knock});
            var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, begun, true);
            socket.setNeedClientAuth(true);
            socket.setHandshakeApplicationProtocolSelector((_, offered) -> deadline.choose(offered));
            return deadline.shake(socket);
        }
    }

    /// The side that dials.
    Secured dialled(Socket plain, MeshProtocol protocol) throws IOException {
        try (var deadline = new Deadline(plain)) {
            var socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol.alpn()});
            socket.setSSLParameters(parameters);
            return deadline.shake(socket);
        }
    }

    /// Whether the other side ended a connection because it will not speak with us.
    static boolean refusedUs(IOException failure) {
        return failure instanceof SSLException && words(failure).contains("Received fatal alert");
    }

    static String words(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /// One handshake: whatever it does, it is cut when its time is over. *Confined to one thread,* but for the flag.
    private final class Deadline implements AutoCloseable {

        private final Socket plain;
        private final AtomicBoolean over = new AtomicBoolean();
        private final Timers.Timer timer;
        private boolean strangeProtocol;

        Deadline(Socket plain) {
            this.plain = plain;
            this.timer = timers.after(HANDSHAKE_MAX, () -> {
                over.set(true);
                Tunnel.close(plain);
            });
        }

        int read() throws IOException {
            try {
                return plain.getInputStream().read();
            } catch (IOException e) {
                throw over.get() ? late() : e;
            }
        }

        @Nullable
        String choose(List<String> offered) {
            for (var protocol : offered) {
                if (MeshProtocol.of(protocol) != null) {
                    return protocol;
                }
            }
            strangeProtocol = true;
            return null;
        }

        Secured shake(SSLSocket socket) throws IOException {
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            try {
                socket.startHandshake();
            } catch (IOException e) {
                throw why(e);
            }
            var protocol = MeshProtocol.of(socket.getApplicationProtocol());
            if (protocol == null) {
                throw new MeshRefused(Refusal.ALPN, "no protocol of the mesh agreed upon");
            }
            try {
                var chain = certificates(socket.getSession().getPeerCertificates());
                return new Secured(socket, protocol, trust.judge(chain));
            } catch (SSLPeerUnverifiedException e) {
                throw new MeshRefused(Refusal.NO_CERTIFICATE, words(e));
            } catch (Distrust e) {
                throw new MeshRefused(e.reason(), e.why());
            }
        }

        /// There is one cause that counts: what was found first. Who just goes, as the dying do, is not refused.
        private IOException why(IOException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof Distrust distrust) {
                    return new MeshRefused(distrust.reason(), distrust.why());
                }
            }
            if (over.get()) {
                return late();
            }
            if (failure instanceof SocketException || failure.getCause() instanceof EOFException) {
                return failure;
            }
            if (strangeProtocol) {
                return new MeshRefused(Refusal.ALPN, "asks for no protocol of the mesh");
            }
            if (words(failure).contains("Empty client certificate chain")) {
                return new MeshRefused(Refusal.NO_CERTIFICATE, words(failure));
            }
            if (words(failure).contains("Unsupported or unrecognized SSL message")) {
                return new MeshRefused(Refusal.PLAINTEXT, "no TLS");
            }
            return new MeshRefused(refusedUs(failure) ? Refusal.REFUSED_US : Refusal.TLS, words(failure));
        }

        private static MeshRefused late() {
            return new MeshRefused(Refusal.TIMEOUT, "no handshake within " + HANDSHAKE_MAX.toMillis() + "ms");
        }

        @Override
        public void close() {
            timer.cancel();
        }
    }

    private static List<X509Certificate> certificates(Certificate[] chain) {
        return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }
}
