package dev.usher.membership.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.membership.agent.AgentEvent;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.Heartbeat;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarTest {

    private static final Directive ORDER = Directive.newBuilder().setId("a").build();

    private final Loop loop = new Loop();
    private final FakeTicker time = new FakeTicker();
    private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
    private final Ear ear = new Ear(loop, time, directive -> directive.getId() + "?", events::add);

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void ordersCarryWhenTheyCameAndWhatIsWrongWithThem() throws Exception {
        var received = time.nanos();
        var busy = busy();
        ear.directive("g", ORDER);
        time.advance(Duration.ofSeconds(1));
        busy.complete(true);

        settle();
        assertThat(events).containsExactly(new AgentEvent.Received("g", ORDER, received, "a?"));
    }

    @Test
    void moreOrdersThanItCanHoldAreDropped() throws Exception {
        var busy = busy();
        for (int n = 0; n < 70; n++) {
            ear.directive("g", ORDER);
        }
        busy.complete(true);

        settle();
        assertThat(events).hasSize(64);
        ear.directive("g", ORDER);
        settle();
        assertThat(events).hasSize(65);
    }

    @Test
    void countsInFlightWithoutASign() throws Exception {
        ear.heartbeat(
                "g", Heartbeat.newBuilder().setInFlight(-1).setWithheld(true).build());

        settle();
        assertThat(events).containsExactly(new AgentEvent.InFlight("g", 4_294_967_295L, true));
    }

    /// Holds the loop until the future is completed.
    private CompletableFuture<Boolean> busy() {
        var busy = new CompletableFuture<Boolean>();
        loop.post(() -> busy.orTimeout(20, TimeUnit.SECONDS).join());
        return busy;
    }

    private void settle() throws Exception {
        var settled = new CompletableFuture<Boolean>();
        loop.post(() -> settled.complete(true));
        settled.get(20, TimeUnit.SECONDS);
    }
}
