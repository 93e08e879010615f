package dev.usher.gateway.data.health;

import dev.usher.membership.probe.ProbeListener;
import dev.usher.membership.probe.Prober;
import dev.usher.membership.time.Timers;

/// Runs checks again and again. A seam for tests, which answer by hand.
interface Checks {

    /// Starts `check`, the first time at once; `listener` hears of each result.
    Running start(Check check, ProbeListener listener);

    /// A check that runs.
    interface Running {

        /// Brings the next one forward to now.
        void now();

        void stop();
    }

    /// Checks over the network, on virtual threads.
    static Checks over(Timers timers) {
        return (check, listener) -> {
            var prober = Prober.start(check.target(), check.timeout(), check.pace(), timers, listener);
            return new Running() {
                @Override
                public void now() {
                    prober.checkNow();
                }

                @Override
                public void stop() {
                    prober.close();
                }
            };
        };
    }
}
