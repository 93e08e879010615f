package dev.usher.membership.app;

import dev.usher.membership.agent.AgentEvent;
import dev.usher.membership.channel.ChannelListener;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Goodbye;
import dev.usher.membership.contract.proto.Heartbeat;
import dev.usher.membership.contract.proto.Welcome;
import dev.usher.membership.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Hears of the gateways and hands over to the loop. More orders than it can work off are dropped: the gateways repeat
/// them. *Thread-safe: keeps one atomic count.*
final class Ear implements ChannelListener {

    private static final Logger LOG = System.getLogger(Ear.class.getName());
    private static final int PENDING_MAX = 64;

    private final Loop loop;
    private final Ticker ticker;
    private final Function<Directive, @Nullable String> problem;
    private final Consumer<AgentEvent> events;
    private final AtomicInteger pending = new AtomicInteger();

    /// @param problem what cannot be about an order
    /// @param events called on the loop
    Ear(Loop loop, Ticker ticker, Function<Directive, @Nullable String> problem, Consumer<AgentEvent> events) {
        this.loop = loop;
        this.ticker = ticker;
        this.problem = problem;
        this.events = events;
    }

    @Override
    public void enrolled(Identity identity) {
        hand(new AgentEvent.Enrolled(identity.estate()));
    }

    @Override
    public void connected(String gateway, Welcome welcome) {
        LOG.log(Level.INFO, "gateway {0} at {1}: connected", welcome.getGateway(), gateway);
        hand(new AgentEvent.Connected(gateway));
    }

    @Override
    public void disconnected(String gateway) {
        LOG.log(Level.WARNING, "gateway at {0}: not connected", gateway);
        hand(new AgentEvent.Disconnected(gateway));
    }

    @Override
    public void directive(String gateway, Directive directive) {
        var received = ticker.nanos();
        if (pending.incrementAndGet() > PENDING_MAX) {
            pending.decrementAndGet();
            LOG.log(Level.WARNING, "gateway at {0}: more than {1} orders at once; dropped one", gateway, PENDING_MAX);
            return;
        }
        loop.post(() -> {
            pending.decrementAndGet();
            events.accept(new AgentEvent.Received(gateway, directive, received, problem.apply(directive)));
        });
    }

    @Override
    public void heartbeat(String gateway, Heartbeat heartbeat) {
        var inFlight = Integer.toUnsignedLong(heartbeat.getInFlight());
        hand(new AgentEvent.InFlight(gateway, inFlight, heartbeat.getWithheld()));
    }

    @Override
    public void goodbye(String gateway, Goodbye goodbye) {
        hand(new AgentEvent.SaidGoodbye(gateway));
    }

    private void hand(AgentEvent event) {
        loop.post(() -> events.accept(event));
    }
}
