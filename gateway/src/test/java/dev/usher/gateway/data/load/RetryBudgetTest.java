package dev.usher.gateway.data.load;

import static dev.usher.gateway.testkit.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.snapshot.RetryLimits;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final FakeTicker time = new FakeTicker();

    @Test
    void aNewBudgetHoldsOneSecondsTrickle() {
        var budget = budget(20, 10, 1);

        assertThat(withdrawals(budget, 100)).isEqualTo(10);
    }

    @Test
    void theTrickleComesInWithTime() {
        var budget = budget(0, 10, 1);
        withdrawals(budget, 100);

        time.advance(Duration.ofMillis(100).minusNanos(1));
        assertThat(budget.withdraw(time.nanos())).isFalse();

        time.advance(Duration.ofNanos(1));
        assertThat(budget.withdraw(time.nanos())).isTrue();
    }

    @Test
    void requestsEarnTheirShare() {
        var budget = budget(20, 0, 1);
        for (int i = 0; i < 100; i++) {
            budget.request();
        }

        assertThat(withdrawals(budget, 100)).isEqualTo(20);
    }

    @Test
    void whatIsNotUsedIsNotKeptForEver() {
        var budget = budget(0, 10, 1);

        time.advance(Duration.ofHours(1));

        assertThat(withdrawals(budget, 1_000)).isEqualTo(100);
    }

    @Test
    void loopsShareTheTrickleButEachHasSome() {
        assertThat(withdrawals(budget(0, 10, 5), 100)).isEqualTo(2);
        assertThat(withdrawals(budget(0, 10, 64), 100)).isEqualTo(1);
        assertThat(withdrawals(budget(0, 0, 1), 100)).isZero();
    }

    @Test
    void neverMoreRetriesThanShareAndTrickleAllow() {
        forAll(500, random -> {
            int percent = random.nextInt(101);
            int perSecond = random.nextInt(20);
            var budget = budget(percent, perSecond, 1);
            long from = time.nanos();
            long requests = 0;
            long retries = 0;
            for (int i = 0; i < 2_000; i++) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        budget.request();
                        requests++;
                    }
                    case 1 -> retries += budget.withdraw(time.nanos()) ? 1 : 0;
                    default -> time.advance(Duration.ofNanos(random.nextInt(20_000_000)));
                }
            }

            double seconds = (time.nanos() - from) / 1e9;
            assertThat((double) retries).isLessThanOrEqualTo(requests * percent / 100.0 + (seconds + 1) * perSecond);
        });
    }

    private RetryBudget budget(int percent, int perSecond, int loops) {
        return new RetryBudget(new RetryLimits(percent, perSecond), loops, time.nanos());
    }

    private int withdrawals(RetryBudget budget, int tries) {
        int given = 0;
        for (int i = 0; i < tries; i++) {
            given += budget.withdraw(time.nanos()) ? 1 : 0;
        }
        return given;
    }
}
