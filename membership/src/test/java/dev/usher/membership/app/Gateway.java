package dev.usher.membership.app;

import dev.usher.membership.channel.ChannelListener;
import dev.usher.membership.channel.ChannelSettings;
import dev.usher.membership.channel.Channels;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Goodbye;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.Welcome;
import dev.usher.membership.mesh.MeshAuthority;
import dev.usher.membership.mesh.MeshKeys;
import dev.usher.membership.time.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A gateway as a sidecar's streams would show it, without any network. *Thread-safe.*
final class Gateway implements Channels.Opener, Channels {

    static final String ADDRESS = "gateway-1:8482";

    private static final MeshKeys KEYS = MeshAuthority.selfSigned("CN=sidecar", "EC");

    private final String estate;
    private final List<Ack> answers = new CopyOnWriteArrayList<>();
    private final List<Boolean> farewells = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ChannelListener> listener = new CompletableFuture<>();
    private volatile Hello hello = Hello.getDefaultInstance();
    private volatile boolean closed;

    Gateway(String estate) {
        this.estate = estate;
    }

    /// Enrols and connects the sidecar.
    void welcome() throws Exception {
        var hearing = listener.get(30, TimeUnit.SECONDS);
        hearing.enrolled(new Identity(estate, KEYS.chain(), KEYS.key()));
        hearing.connected(ADDRESS, Welcome.newBuilder().setEstate(estate).build());
    }

    /// Its connection ends.
    void vanish() throws Exception {
        listener.get(30, TimeUnit.SECONDS).disconnected(ADDRESS);
    }

    /// The outcome of an order.
    Ack ask(Directive.Builder order) throws Exception {
        var directive = order.setEstate(estate).setValidForMillis(30_000).build();
        var before = answers.size();
        listener.get(30, TimeUnit.SECONDS).directive(ADDRESS, directive);
        Eventually.holds("an answer to " + directive.getId(), Duration.ofSeconds(30), () -> answers.size() > before);
        return answers.getLast();
    }

    Outcome outcome(Directive.Builder order) throws Exception {
        return ask(order).getOutcome();
    }

    Hello hello() {
        return hello;
    }

    List<Boolean> farewells() {
        return farewells;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Channels open(ChannelSettings settings, ChannelListener hearing) {
        listener.complete(hearing);
        return this;
    }

    @Override
    public void report(Hello said) {
        hello = said;
    }

    @Override
    public void answer(String gateway, Ack ack) {
        answers.add(ack);
    }

    @Override
    public void farewell(boolean drain) {
        farewells.add(drain);
        listener.join().goodbye(ADDRESS, Goodbye.getDefaultInstance());
    }

    @Override
    public @Nullable Identity identity() {
        return null;
    }

    @Override
    public void close() {
        closed = true;
    }
}
