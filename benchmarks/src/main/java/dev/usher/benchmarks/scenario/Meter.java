package dev.usher.benchmarks.scenario;

import dev.usher.membership.time.Ticker;
import org.jspecify.annotations.Nullable;

/// Reads both cores and the proxy's own account around one window. *Confined to one thread, used once.*
final class Meter {

    private static final double MICROS = 1e3;

    private final Ticker ticker = Ticker.system();
    private final Candidate candidate;
    private final Transport transport;
    private final @Nullable CpuMeter cpu;
    private final CoreTimes proxy = CoreTimes.now(Cores.PROXY);
    private final CoreTimes load = CoreTimes.now(Cores.LOAD);
    private final long start = ticker.nanos();

    private Meter(Candidate candidate, Transport transport) {
        this.candidate = candidate;
        this.transport = transport;
        var process = candidate.process();
        this.cpu = process == null ? null : CpuMeter.start(process.pid());
    }

    static Meter start(Candidate candidate, Transport transport) {
        return new Meter(candidate, transport);
    }

    /// The window has ended after `requests` at `perSecond`.
    Sample stop(int round, long requests, double perSecond) {
        var used = cpu == null ? 0 : cpu.nanos();
        var wall = ticker.nanos() - start;
        var proxyNow = CoreTimes.now(Cores.PROXY);
        var busy = proxyNow.busySince(proxy);
        var stolen = proxyNow.stolenSince(proxy);
        return new Sample(
                candidate.name(),
                transport,
                round,
                perSecond,
                used / MICROS / requests,
                busy,
                CoreTimes.now(Cores.LOAD).busySince(load),
                Math.max(0, busy - stolen - used / (double) wall),
                stolen,
                null);
    }
}
