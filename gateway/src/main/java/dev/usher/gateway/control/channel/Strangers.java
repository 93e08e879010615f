package dev.usher.gateway.control.channel;

import dev.usher.membership.time.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Tells the log of those who were turned away without having shown who they are: of one a second, as a stranger may
/// knock as often as it likes. *Confined to the channel's event loop.*
final class Strangers {

    private static final System.Logger LOG = System.getLogger(Strangers.class.getName());
    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private long toldNanos;
    private long untold;

    Strangers(Ticker ticker) {
        this.ticker = ticker;
        this.toldNanos = ticker.nanos() - PERIOD_NANOS;
    }

    /// @param who for the log
    void refused(Object who, String why) {
        long now = ticker.nanos();
        if (now - toldNanos < PERIOD_NANOS) {
            untold++;
            return;
        }
        toldNanos = now;
        var others = untold == 0 ? "" : " (and " + untold + " more since the last one told)";
        untold = 0;
        LOG.log(Level.WARNING, "{0} refused: {1}{2}", who, why, others);
    }
}
