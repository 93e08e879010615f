package dev.usher.membership.channel;

import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Goodbye;
import dev.usher.membership.contract.proto.Heartbeat;
import dev.usher.membership.contract.proto.Welcome;

/// Hears of the gateways, on the streams' threads. Must not block: it only hands over. A gateway is known by the
/// address that the settings give it, `host:port`.
public interface ChannelListener {

    /// The key was exchanged for a certificate; called before any `connected`, and once at each start when the
    /// certificate is there already.
    void enrolled(Identity identity);

    void connected(String gateway, Welcome welcome);

    void disconnected(String gateway);

    void directive(String gateway, Directive directive);

    void heartbeat(String gateway, Heartbeat heartbeat);

    void goodbye(String gateway, Goodbye goodbye);
}
