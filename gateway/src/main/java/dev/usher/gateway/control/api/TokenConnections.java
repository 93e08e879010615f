package dev.usher.gateway.control.api;

import dev.usher.gateway.control.store.Records.Closure;
import dev.usher.gateway.core.model.TokenDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What gateways know of the connections that a token let in.
final class TokenConnections {

    private TokenConnections() {}

    /// How many were closed for a token that was revoked.
    ///
    /// @param connections on all gateways that have said so
    /// @param unreachable gateways that live and have not
    record Closed(int connections, List<String> unreachable) {
        Closed {
            unreachable = List.copyOf(unreachable);
        }
    }

    /// As far as the gateways have noted it by now.
    static CompletionStage<Closed> closed(Management management, String token) {
        return management.store().read(records -> {
            var closures = records.closures(token);
            var noted = closures.stream().map(Closure::gateway).collect(Collectors.toSet());
            var silent = records.gateways().stream()
                    .filter(gateway -> !noted.contains(gateway))
                    .toList();
            return new Closed(closures.stream().mapToInt(Closure::connections).sum(), silent);
        });
    }

    /// How many there are now, by token; null where nobody counts them.
    static @Nullable Map<TokenDigest, Integer> live() {
        return null;
    }
}
