package dev.usher.benchmarks.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// What all candidates of a run share: sources, tokens, certificate, Directors. *Immutable.*
///
/// `home` is the repository, `folder` a fresh one for this run. The last of `tokens` is the one that is sent.
record Site(Path home, Path folder, List<String> tokens, List<Integer> directors) {

    /// Loopback is let in by its first /16 only, so that 127.9.0.1 is a stranger.
    static final List<String> SOURCES = List.of(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/16",
            "172.16.0.0/12",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.51.100.0/24",
            "203.0.113.0/24");

    private static final int TOKENS = 1001;
    private static final int TOKEN_BYTES = 32;

    static Site prepare(Path home, Path folder, String directors) throws IOException {
        Files.createDirectories(folder);
        Certificate.localhost().write(folder);
        var random = new SecureRandom();
        var tokens = new ArrayList<String>();
        while (tokens.size() < TOKENS) {
            tokens.add(token(random));
        }
        var ports =
                Arrays.stream(directors.split(" ", -1)).map(Integer::valueOf).toList();
        return new Site(home, folder, List.copyOf(tokens), ports);
    }

    Request request() {
        return new Request(tokens.getLast());
    }

    Path certificate() {
        return folder.resolve(Certificate.CERTIFICATE);
    }

    Path privateKey() {
        return folder.resolve(Certificate.PRIVATE_KEY);
    }

    /// Ports on loopback that nobody has now.
    static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            while (sockets.size() < count) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private static String token(SecureRandom random) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return "usher_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
