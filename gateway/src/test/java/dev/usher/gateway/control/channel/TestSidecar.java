package dev.usher.gateway.control.channel;

import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.channel.ChannelListener;
import dev.usher.membership.channel.ChannelSettings;
import dev.usher.membership.channel.Channels;
import dev.usher.membership.channel.GrpcChannels;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.Ack;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.contract.proto.Goodbye;
import dev.usher.membership.contract.proto.Heartbeat;
import dev.usher.membership.contract.proto.Hello;
import dev.usher.membership.contract.proto.Outcome;
import dev.usher.membership.contract.proto.Status;
import dev.usher.membership.contract.proto.Welcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The real client end of a channel, with somebody behind it who writes down what arrives and answers as told.
final class TestSidecar implements ChannelListener, AutoCloseable {

    private final String director;
    private final Channels channels;
    private volatile Hello hello;

    final List<Identity> identities = new CopyOnWriteArrayList<>();
    final Map<String, Welcome> connected = new ConcurrentHashMap<>();
    final AtomicInteger welcomes = new AtomicInteger();
    final List<Directive> directives = new CopyOnWriteArrayList<>();
    final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    final List<String> goodbyes = new CopyOnWriteArrayList<>();

    /// What it does with a directive; null for no answer.
    volatile Function<Directive, @Nullable Outcome> judgement = _ -> Outcome.DONE;

    private TestSidecar(
            String director,
            Path folder,
            @Nullable String key,
            UnaryOperator<Hello.Builder> change,
            List<ChannelSettings.Gateway> gateways) {
        this.director = director;
        this.hello = change.apply(Hello.newBuilder()
                        .setDirector(director)
                        .setStatus(Status.newBuilder()
                                .setState(DirectorState.HEALTHY)
                                .setVersion("2.5.0")))
                .build();
        this.channels = GrpcChannels.open(new ChannelSettings(director, gateways, key, folder), this);
        channels.report(hello);
    }

    static TestSidecar of(String director, Path folder, @Nullable String key, TestEstate... estates) {
        return of(director, folder, key, UnaryOperator.identity(), estates);
    }

    /// One that says something else from the first word on.
    static TestSidecar of(
            String director,
            Path folder,
            @Nullable String key,
            UnaryOperator<Hello.Builder> change,
            TestEstate... estates) {
        var gateways = List.of(estates).stream()
                .map(estate -> new ChannelSettings.Gateway("127.0.0.1", estate.port(), estate.ca()))
                .toList();
        return new TestSidecar(director, folder.resolve(director), key, change, gateways);
    }

    static TestSidecar at(String director, Path folder, @Nullable String key, List<ChannelSettings.Gateway> gateways) {
        return new TestSidecar(director, folder.resolve(director), key, UnaryOperator.identity(), gateways);
    }

    /// Says something else from now on.
    void say(Function<Hello.Builder, Hello.Builder> change) {
        hello = change.apply(hello.toBuilder()).build();
        channels.report(hello);
    }

    void sayStatus(Function<Status.Builder, Status.Builder> change) {
        say(builder -> builder.setStatus(change.apply(builder.getStatus().toBuilder())));
    }

    Identity identity() {
        return identities.getFirst();
    }

    /// What `read` finds, and then its end.
    <T> T closing(Function<TestSidecar, T> read) {
        try (this) {
            return read.apply(this);
        }
    }

    Channels channels() {
        return channels;
    }

    void awaitConnected(TestEstate estate) {
        awaitConnected("127.0.0.1:" + estate.port());
    }

    void awaitConnected(String gateway) {
        Faults.until(director + " connected with " + gateway, () -> connected.containsKey(gateway));
    }

    @Override
    public void enrolled(Identity identity) {
        identities.add(identity);
    }

    @Override
    public void connected(String gateway, Welcome welcome) {
        connected.put(gateway, welcome);
        welcomes.incrementAndGet();
    }

    @Override
    public void disconnected(String gateway) {
        connected.remove(gateway);
    }

    @Override
    public void directive(String gateway, Directive directive) {
        directives.add(directive);
        var outcome = judgement.apply(directive);
        if (outcome != null) {
            channels.answer(
                    gateway,
                    Ack.newBuilder()
                            .setId(directive.getId())
                            .setOutcome(outcome)
                            .setHighestEpoch(directive.getEpoch())
                            .build());
        }
    }

    @Override
    public void heartbeat(String gateway, Heartbeat heartbeat) {
        heartbeats.add(heartbeat);
    }

    @Override
    public void goodbye(String gateway, Goodbye goodbye) {
        goodbyes.add(goodbye.getReason());
    }

    @Override
    public void close() {
        channels.close();
    }
}
