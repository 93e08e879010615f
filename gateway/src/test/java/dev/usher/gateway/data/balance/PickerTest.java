package dev.usher.gateway.data.balance;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.snapshot.Cluster;
import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.data.load.ClusterLoad;
import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.data.load.Health;
import dev.usher.gateway.data.load.Lease;
import dev.usher.gateway.data.load.LoadTable;
import dev.usher.gateway.data.load.RetryBudget;
import dev.usher.gateway.testkit.Estates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PickerTest {

    private static final int PICKS = 50;

    @ParameterizedTest
    @EnumSource(Policy.class)
    void picksOnlyAmongThoseThatMayBeChosen(Policy policy) {
        forAll(1_000, random -> {
            var cluster = anyCluster(policy, random);
            long excluded = random.nextLong();
            var picker = new Picker(random);

            for (int i = 0; i < PICKS; i++) {
                int pick = picker.pick(cluster, excluded);
                assertThat(pick >= 0).isEqualTo(anybodyLeft(cluster, excluded));
                assertThat(pick < 0 || mayBeChosen(cluster, excluded, pick)).isTrue();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void everybodyWhoMayBeChosenIsChosen(Policy policy) {
        forAll(200, random -> {
            var cluster = fitCluster(policy, 2 + random.nextInt(14));
            var picker = new Picker(random);
            var picks = new int[cluster.size()];
            for (int i = 0; i < 64 * cluster.size(); i++) {
                picks[picker.pick(cluster, 0)]++;
            }

            assertThat(Arrays.stream(picks)).allMatch(count -> count > 0);
        });
    }

    @Test
    void neverPicksTheStrictlyBusiest() {
        forAll(1_000, random -> {
            var cluster = fitCluster(Policy.LEAST_REQUESTS, 2 + random.nextInt(40));
            for (int i = 0; i < cluster.size(); i++) {
                occupy(cluster, i, i);
            }

            int pick = new Picker(random).pick(cluster, 0);

            assertThat(pick).isNotEqualTo(cluster.size() - 1);
        });
    }

    @Test
    void ofTwoItTakesTheLessBusy() {
        forAll(200, random -> {
            var cluster = fitCluster(Policy.LEAST_REQUESTS, 2);
            int busy = random.nextInt(2);
            occupy(cluster, busy, 1 + random.nextInt(5));

            assertThat(new Picker(random).pick(cluster, 0)).isEqualTo(1 - busy);
        });
    }

    @Test
    void twoChoicesKeepTheLoadsCloseTogether() {
        forAll(20, random -> {
            var cluster = fitCluster(Policy.LEAST_REQUESTS, 9);
            var picker = new Picker(random);
            for (int i = 0; i < 9_000; i++) {
                occupy(cluster, picker.pick(cluster, 0), 1);
            }

            var loads = new ArrayList<Integer>();
            for (int i = 0; i < cluster.size(); i++) {
                loads.add(cluster.load(i).inFlight());
            }
            assertThat(loads).allSatisfy(load -> assertThat(load).isBetween(990, 1_010));
        });
    }

    @Test
    void roundRobinIsEven() {
        forAll(200, random -> {
            int size = 1 + random.nextInt(15);
            var cluster = fitCluster(Policy.ROUND_ROBIN, size);
            var picker = new Picker(random);
            var picks = new int[size];
            for (int i = 0; i < 7 * size; i++) {
                picks[picker.pick(cluster, 0)]++;
            }

            assertThat(picks).containsOnly(7);
        });
    }

    @Test
    void theTurnGoesOnWhereThePictureBeforeLeftIt() {
        var picker = new Picker(new Random(1));
        var directors = Estates.directors(3);
        var table = fit(new LoadTable(), directors);
        var before = load(Policy.ROUND_ROBIN, directors, table, Integer.MAX_VALUE);

        int last = picker.pick(before, 0);
        int next = picker.pick(before, 0);

        assertThat(last).isEqualTo(Integer.MAX_VALUE % 3);
        assertThat(next).isZero();
    }

    private static ClusterLoad anyCluster(Policy policy, Random random) {
        var directors = new ArrayList<Director>();
        var table = new LoadTable();
        for (var director : Estates.directors(random.nextInt(17))) {
            var standing = random.nextInt(3) > 0 ? Standing.OPEN : any(Standing.values(), random);
            var health = random.nextInt(3) > 0 ? Health.UP : any(Health.values(), random);
            directors.add(director.with(standing));
            table.of(director).see(new Seen(health, "", 0));
        }
        return load(policy, directors, table, random.nextInt(Integer.MAX_VALUE));
    }

    private static ClusterLoad fitCluster(Policy policy, int size) {
        var directors = Estates.directors(size);
        return load(policy, directors, fit(new LoadTable(), directors), 0);
    }

    private static LoadTable fit(LoadTable table, List<Director> directors) {
        directors.forEach(director -> table.of(director).see(new Seen(Health.UP, "", 0)));
        return table;
    }

    private static ClusterLoad load(Policy policy, List<Director> directors, LoadTable table, int turn) {
        Cluster cluster = Estates.cluster(policy, directors);
        return new ClusterLoad(cluster, table, new RetryBudget(cluster.retries(), 1, 0), turn);
    }

    private static boolean anybodyLeft(ClusterLoad cluster, long excluded) {
        for (int i = 0; i < cluster.size(); i++) {
            if (mayBeChosen(cluster, excluded, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayBeChosen(ClusterLoad cluster, long excluded, int index) {
        return (excluded & 1L << index) == 0
                && cluster.director(index).standing() == Standing.OPEN
                && cluster.load(index).seen().health() == Health.UP;
    }

    private static void occupy(ClusterLoad cluster, int index, int seats) {
        for (int i = 0; i < seats; i++) {
            Lease.open(cluster.load(index));
        }
    }

    private static <T> T any(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }
}
