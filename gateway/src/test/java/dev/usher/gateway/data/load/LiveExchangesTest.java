package dev.usher.gateway.data.load;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveExchangesTest {

    private final LiveExchanges live = new LiveExchanges();

    @Test
    void enteringAndLeavingInAnyOrderKeepsTheRest() {
        forAll(500, random -> {
            var exchanges = new LiveExchanges();
            var inside = new ArrayList<Sample>();
            var outside = new ArrayList<Sample>();
            for (int i = 0; i < 20; i++) {
                outside.add(new Sample(exchanges, false));
            }
            for (int i = 0; i < 200; i++) {
                boolean enters = inside.isEmpty() || !outside.isEmpty() && random.nextBoolean();
                var from = enters ? outside : inside;
                var moved = from.remove(random.nextInt(from.size()));
                if (enters) {
                    exchanges.add(moved);
                    inside.add(moved);
                } else {
                    exchanges.remove(moved);
                    outside.add(moved);
                }
                assertThat(exchanges.size()).isEqualTo(inside.size());
                assertThat(listed(exchanges)).containsExactlyInAnyOrderElementsOf(inside);
            }
        });
    }

    @Test
    void leavingTwiceIsLeavingOnce() {
        var one = enter(false);
        enter(false);

        live.remove(one);
        live.remove(one);

        assertThat(live.size()).isEqualTo(1);
    }

    @Test
    void enteringTwiceIsABug() {
        var one = enter(false);

        assertThatThrownBy(() -> live.add(one)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void cuttingEndsThoseThatAreChosenThoughTheyLeaveMeanwhile() {
        var first = enter(true);
        var second = enter(true);
        var third = enter(true);

        int cut = live.cut(exchange -> exchange != second, Cause.TOKEN_REVOKED);

        assertThat(cut).isEqualTo(2);
        assertThat(List.of(first.ends, third.ends)).containsOnly(List.of(Cause.TOKEN_REVOKED));
        assertThat(second.ends).isEmpty();
        assertThat(listed(live)).containsExactly(second);
    }

    @Test
    void theRegistryAsksEachLoopOnItsOwnThread() throws InterruptedException, ExecutionException {
        var thread = new AtomicReference<String>();
        try (var loop = Executors.newSingleThreadExecutor(task -> new Thread(task, "loop-2"))) {
            var other = new LiveExchanges();
            other.add(new Sample(other, true) {
                @Override
                public void cut(Cause why) {
                    thread.set(Thread.currentThread().getName());
                }
            });
            enter(true);
            var registry = new LiveRegistry(
                    List.of(new LiveRegistry.Loop(Runnable::run, live), new LiveRegistry.Loop(loop, other)));

            CompletableFuture<Integer> cut = registry.cut(_ -> true, Cause.SHUTTING_DOWN);

            assertThat(cut.get()).isEqualTo(2);
            assertThat(thread).hasValue("loop-2");
        }
    }

    private Sample enter(boolean leavesWhenCut) {
        var sample = new Sample(live, leavesWhenCut);
        live.add(sample);
        return sample;
    }

    private static List<LiveExchange> listed(LiveExchanges exchanges) {
        var listed = new ArrayList<LiveExchange>();
        exchanges.cut(exchange -> !listed.add(exchange), Cause.SHUTTING_DOWN);
        return listed;
    }

    /// An exchange that notes how it was ended.
    private static class Sample extends LiveExchange {

        private final LiveExchanges list;
        private final boolean leavesWhenCut;
        final List<Cause> ends = new ArrayList<>();

        Sample(LiveExchanges list, boolean leavesWhenCut) {
            this.list = list;
            this.leavesWhenCut = leavesWhenCut;
        }

        @Override
        public Authenticated who() {
            throw new AssertionError("nobody asked who this is");
        }

        @Override
        public @Nullable DirectorLoad director() {
            return null;
        }

        @Override
        public void cut(Cause why) {
            ends.add(why);
            if (leavesWhenCut) {
                list.remove(this);
            }
        }
    }
}
