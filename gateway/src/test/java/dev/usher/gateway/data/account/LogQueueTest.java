package dev.usher.gateway.data.account;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogQueueTest {

    @Test
    void behavesLikeAQueueWithALimit() {
        forAll(500, random -> {
            int capacity = 1 + random.nextInt(6);
            var queue = new LogQueue<Integer>(capacity);
            var model = new ArrayDeque<Integer>();
            for (int i = 0; i < 100; i++) {
                if (random.nextBoolean()) {
                    assertThat(queue.offer(i)).isEqualTo(model.size() < capacity && model.offer(i));
                } else {
                    assertThat(queue.poll()).isEqualTo(model.poll());
                }
                assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
            }
        });
    }

    @Test
    void manyWritersLoseNothingThatWasTaken() {
        var queue = new LogQueue<Integer>(64);
        var entered = new AtomicInteger();
        var writers = new ArrayList<CompletableFuture<Void>>();
        for (int writer = 0; writer < 4; writer++) {
            writers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 20_000; i++) {
                    entered.addAndGet(queue.offer(i) ? 1 : 0);
                }
            }));
        }
        var all = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        int taken = 0;
        while (!all.isDone() || !queue.isEmpty()) {
            taken += queue.poll() == null ? 0 : 1;
        }

        assertThat(taken).isEqualTo(entered.get()).isPositive();
    }

    @Test
    void aQueueHasRoomForOneAtLeast() {
        assertThatThrownBy(() -> new LogQueue<String>(0)).hasMessage("queue: 0 (expected: at least 1)");
    }
}
