package dev.usher.membership.mesh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The address of a peer that may be given by name. Names are looked up on a platform thread: a resolver that hangs
/// would hold one of the few threads that carry all virtual ones. *Thread-safe: one look-up at a time, under a lock.*
final class PeerAddress {

    private final String host;
    private @Nullable CompletableFuture<InetAddress> lookup;

    PeerAddress(String host) {
        this.host = host;
    }

    InetAddress resolve(int millis) throws UnknownHostException {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            return lookUp(millis);
        }
    }

    private InetAddress lookUp(int millis) throws UnknownHostException {
        try {
            return current().get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // Told below.
        }
        throw new UnknownHostException(host);
    }

    private synchronized CompletableFuture<InetAddress> current() {
        if (lookup == null || lookup.isDone()) {
            var next = new CompletableFuture<InetAddress>();
            lookup = next;
            Thread.ofPlatform().daemon().name("lookup-" + host).start(() -> {
                try {
                    next.complete(InetAddress.getByName(host));
                } catch (UnknownHostException e) {
                    next.completeExceptionally(e);
                }
            });
        }
        return lookup;
    }
}
