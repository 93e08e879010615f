package dev.usher.gateway.control.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.membership.app.SidecarCluster;
import dev.usher.membership.app.SidecarCluster.Tls;
import dev.usher.membership.time.Eventually;
import dev.usher.membership.time.Ticker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one more watched cluster costs a gateway: many clients of one cluster in this process.
class RosterCostIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int MORE = 5;
    private static final int THREADS_MAX = 20;
    private static final long HEAP_MAX = 3L << 20;

    private final List<RosterWatch> watches = new ArrayList<>();
    private final AtomicInteger connected = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void oneMoreClusterIsCheap() throws IOException {
        try (var cluster = SidecarCluster.prepare(folder, "cost-it", Tls.ISSUED)) {
            cluster.start(1);
            watch(cluster);
            int threads = threads();
            long heap = heap();

            for (int number = 0; number < MORE; number++) {
                watch(cluster);
            }

            double threadsEach = (threads() - threads) / (double) MORE;
            long heapEach = (heap() - heap) / MORE;
            System.out.printf("one more watched cluster: %.1f threads, %,d bytes of heap%n", threadsEach, heapEach);
            assertThat(threadsEach).isLessThanOrEqualTo(THREADS_MAX);
            assertThat(heapEach).isLessThanOrEqualTo(HEAP_MAX);
        } finally {
            watches.forEach(RosterWatch::close);
        }
    }

    private void watch(SidecarCluster cluster) {
        var first = new AtomicInteger();
        var target = new RosterTarget(new ClusterName(cluster.name()), cluster.peers(), cluster.gateway());
        var watch = new RosterWatch(target, Ticker.system(), roster -> {
            if (!roster.words().isEmpty() && first.getAndIncrement() == 0) {
                connected.incrementAndGet();
            }
        });
        watches.add(watch);
        watch.start();
        Eventually.holds("it hears a word", LIMIT, () -> connected.get() == watches.size());
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
        for (int collection = 0; collection < 3; collection++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
