package dev.usher.gateway.data.health;

import dev.usher.membership.probe.Judgement;
import dev.usher.membership.probe.ProbeListener;
import dev.usher.membership.probe.ProbeResult;
import dev.usher.membership.probe.ProbeResult.Cause;
import java.util.ArrayList;
import java.util.List;

/// Checks that a test answers by hand; they count as real ones do. *Confined to one thread.*
final class StubChecks implements Checks {

    final List<Series> started = new ArrayList<>();

    @Override
    public Running start(Check check, ProbeListener listener) {
        var series = new Series(check, listener);
        started.add(series);
        return series;
    }

    /// The checks of that port that run now.
    Series of(int port) {
        return started.stream()
                .filter(series -> !series.stopped && series.check.target().port() == port)
                .findFirst()
                .orElseThrow();
    }

    /// The checks of one target.
    static final class Series implements Running {

        final Check check;
        private final ProbeListener listener;
        private Judgement judgement = Judgement.NONE;
        boolean stopped;
        int asked;

        Series(Check check, ProbeListener listener) {
            this.check = check;
            this.listener = listener;
        }

        void answer(Cause cause) {
            var result = new ProbeResult(cause, "said so", 1);
            var before = judgement;
            judgement = before.after(result.ok(), check.pace());
            listener.checked(result);
            if (judgement.health() != before.health()) {
                listener.changed(judgement.health(), result);
            }
        }

        @Override
        public void now() {
            asked++;
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }
}
