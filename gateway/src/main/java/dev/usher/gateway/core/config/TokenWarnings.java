package dev.usher.gateway.core.config;

import dev.usher.gateway.core.config.ListenerSettings.TokenDemand;
import dev.usher.membership.settings.Section;
import java.util.LinkedHashSet;
import java.util.Objects;

/// Says where a listener and the clusters behind it agree on something legal but dangerous about tokens.
record TokenWarnings(Section section, ListenerSettings listener, Registry registry) {

    void give() {
        var names = new LinkedHashSet<>(listener.routes().stream()
                .map(route -> route.target().cluster())
                .toList());
        names.stream().map(registry::cluster).filter(Objects::nonNull).forEach(this::judge);
    }

    private void judge(ClusterSettings cluster) {
        var tokens = cluster.access().tokens();
        if (listener.token() == TokenDemand.NOT_REQUIRED) {
            if (tokens.enabled()) {
                section.warn("token", "not_required waives the tokens that cluster " + cluster.name() + " asks for");
            }
            return;
        }
        if (listener.token() == TokenDemand.REQUIRED && tokens.list().isEmpty()) {
            section.warn("token", "required, but cluster " + cluster.name() + " has no token: it refuses everybody");
        }
        var asked = tokens.enabled() || listener.token() == TokenDemand.REQUIRED;
        if (asked && listener.tls() == null && !listener.address().loopback()) {
            section.warn(
                    "address", "without tls, the tokens for cluster " + cluster.name() + " can be read on the way");
        }
    }
}
