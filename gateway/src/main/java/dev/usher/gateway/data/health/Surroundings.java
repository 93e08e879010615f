package dev.usher.gateway.data.health;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.core.signal.Signals;
import dev.usher.gateway.data.load.DirectorLoad;
import dev.usher.membership.time.Ticker;
import dev.usher.membership.time.Timers;
import java.util.function.BiConsumer;

/// What all watches share.
///
/// @param onDown ends what is in flight at a Director that was judged down
record Surroundings(
        Checks checks, Signals signals, Ticker ticker, Timers timers, BiConsumer<DirectorLoad, Cause> onDown) {}
