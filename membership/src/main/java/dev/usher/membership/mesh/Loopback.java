package dev.usher.membership.mesh;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Addresses of this machine's loopback network that hardly anybody else uses. A purpose always begins its search at
/// the
/// same one, so that it normally gets the same one again: the JDK remembers for half a minute where a name led to.
final class Loopback {

    private static final int ATTEMPTS = 64;

    private Loopback() {}

    interface Binding {
        void bind(InetAddress address) throws IOException;
    }

    /// The first address at which `binding` succeeds.
    static InetAddress take(String purpose, Binding binding) throws IOException {
        var first = ByteBuffer.wrap(digest(purpose)).getInt();
        BindException taken = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var address = address(first + attempt);
            try {
                binding.bind(address);
                return address;
            } catch (BindException e) {
                taken = e;
            }
        }
        throw new IOException("no free loopback address for " + purpose, taken);
    }

    /// Fails as a listener there would.
    static void check(InetAddress address, int port) throws IOException {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port), 1);
        }
    }

    /// Within 127.0.0.0/8, without its first 65,536, which people like to use.
    private static InetAddress address(int number) throws UnknownHostException {
        var host = (1 << 16) + Math.floorMod(number, (1 << 24) - (1 << 17));
        return InetAddress.getByAddress(new byte[] {127, (byte) (host >> 16), (byte) (host >> 8), (byte) host});
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
