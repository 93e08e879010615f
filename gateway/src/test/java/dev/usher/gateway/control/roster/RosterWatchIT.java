package dev.usher.gateway.control.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.client.HazelcastClient;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.signal.ClusterRoster;
import dev.usher.gateway.core.signal.RosterWord;
import dev.usher.gateway.core.signal.RosterWord.State;
import dev.usher.gateway.testkit.Faults;
import dev.usher.membership.contract.Roster;
import dev.usher.membership.contract.proto.DirectorState;
import dev.usher.membership.time.Ticker;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosterWatchIT {

    private static final DirectorName FIRST = new DirectorName("director-1");
    private static final DirectorName THIRD = new DirectorName("director-3");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int THREADS_MAX = 20;

    private final Ticker ticker = Ticker.system();
    private final BlockingQueue<ClusterRoster> heard = new LinkedBlockingQueue<>();
    private final Sidecars sidecars = new Sidecars();
    private final RosterWatch watch = new RosterWatch(sidecars.target(), ticker, heard::add);

    @AfterEach
    void end() {
        watch.close();
        sidecars.close();
    }

    @Test
    void followsAClusterFromItsBirthToItsEnd() throws InterruptedException {
        watch.start();
        assertThat(await("nobody there", roster -> true).connected()).isFalse();

        sidecars.joinAll();
        sidecars.say(1, DirectorState.HEALTHY);
        await("all present", roster -> roster.members() == 3 && says(roster, FIRST, State.HEALTHY));

        sidecars.say(1, DirectorState.UPDATING);
        var updating = await("a new word", roster -> says(roster, FIRST, State.UPDATING));
        assertThat(updating.connected()).isTrue();
        assertThat(word(updating, FIRST).present()).isTrue();
        assertThat(word(updating, FIRST).advanced()).isTrue();
        assertThat(word(updating, FIRST).version()).isEqualTo("2.5.0");
        Faults.until("those of earlier clients have ended", () -> threads() <= THREADS_MAX);

        sidecars.leave(1);
        await("one left", roster -> roster.members() == 2 && roster.word(FIRST) == null);

        sidecars.say(3, DirectorState.HEALTHY);
        await("another word", roster -> says(roster, THIRD, State.HEALTHY));
        sidecars.leave(2);
        sidecars.say(3, DirectorState.DRAINING);
        await("the last one's word", roster -> roster.members() == 1 && says(roster, THIRD, State.DRAINING));
    }

    @Test
    void keepsTheLastWordsWhileTheClusterIsGone() throws InterruptedException {
        sidecars.joinAll();
        watch.start();
        sidecars.say(3, DirectorState.HEALTHY);
        await("all present", roster -> roster.members() == 3 && says(roster, THIRD, State.HEALTHY));

        sidecars.killAll();

        var alone = await("nobody left", roster -> !roster.connected());
        assertThat(alone.members()).isZero();
        assertThat(word(alone, THIRD).state()).isEqualTo(State.HEALTHY);
        assertThat(word(alone, THIRD).present()).isFalse();

        sidecars.joinAll();
        assertThat(await("all back", roster -> roster.members() == 3).connected())
                .isTrue();
    }

    @Test
    void readsNoJavaObjects() throws InterruptedException {
        sidecars.joinAll();
        watch.start();
        sidecars.say(1, DirectorState.HEALTHY);
        await("a word", roster -> says(roster, FIRST, State.HEALTHY));
        Poison.READ.set(0);

        var config = Client.of(sidecars.target());
        config.getConnectionStrategyConfig().setAsyncStart(false);
        var attacker = HazelcastClient.newHazelcastClient(config);
        try {
            attacker.<String, Object>getMap(Roster.MAP).set(FIRST.value(), new Poison());
        } finally {
            attacker.getLifecycleService().terminate();
        }
        sidecars.say(3, DirectorState.DRAINING);

        var poisoned = await("another's word", roster -> says(roster, THIRD, State.DRAINING));
        assertThat(word(poisoned, FIRST).state()).isEqualTo(State.HEALTHY);
        assertThat(Poison.READ).hasValue(0);
    }

    private ClusterRoster await(String what, Predicate<ClusterRoster> condition) throws InterruptedException {
        long start = ticker.nanos();
        while (true) {
            long left = LIMIT.toNanos() - (ticker.nanos() - start);
            var roster = heard.poll(Math.max(left, 0), TimeUnit.NANOSECONDS);
            assertThat(roster).as("within %s: %s", LIMIT, what).isNotNull();
            if (condition.test(Objects.requireNonNull(roster))) {
                return roster;
            }
        }
    }

    private static boolean says(ClusterRoster roster, DirectorName director, State state) {
        var word = roster.word(director);
        return word != null && word.state() == state;
    }

    private static RosterWord word(ClusterRoster roster, DirectorName director) {
        return Objects.requireNonNull(roster.word(director));
    }

    /// Those of one cluster's client; the thread that makes clients is one for all clusters.
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("hz.client"))
                .count();
    }

    /// Tells when somebody makes an object of its bytes.
    private static final class Poison implements Serializable {

        @Serial
        private static final long serialVersionUID = 1;

        static final AtomicInteger READ = new AtomicInteger();

        @Serial
        private void readObject(ObjectInputStream stream) {
            READ.incrementAndGet();
        }
    }
}
