package dev.usher.membership.app;

import dev.usher.membership.config.DirectorSettings;
import dev.usher.membership.config.ProbeSettings;
import dev.usher.membership.config.VersionSource;
import dev.usher.membership.probe.Health;
import dev.usher.membership.probe.ProbeListener;
import dev.usher.membership.probe.ProbePace;
import dev.usher.membership.probe.ProbeResult;
import dev.usher.membership.probe.ProbeTarget;
import dev.usher.membership.probe.Prober;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Looks at the Director: its health again and again, its version at the begin and whenever it came back. What is
/// checked
/// may change meanwhile. *Confined to the loop.*
final class Checks {

    private static final Logger LOG = System.getLogger(Checks.class.getName());
    private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(5);

    private final Loop loop;
    private final String director;
    private final VersionReader version;
    private final Seen seen;
    private @Nullable What what;
    private @Nullable Prober prober;
    private int number;
    private boolean known;
    private boolean readingVersion;
    private boolean readVersionAgain;

    /// What is checked, and how.
    private record What(ProbeTarget target, Duration timeout, ProbePace pace) {}

    /// Hears on the loop.
    interface Seen {
        void health(Health health);

        void version(String version);
    }

    Checks(Loop loop, String director, VersionSource source, Seen seen) {
        this.loop = loop;
        this.director = director;
        this.version = new VersionReader(source, VERSION_TIMEOUT);
        this.seen = seen;
    }

    /// Checks this from now on; does nothing when it does so already.
    void check(DirectorSettings self, ProbeSettings probe) {
        var pace = new ProbePace(probe.interval(), probe.healthyAfter(), probe.unhealthyAfter());
        var next = new What(target(self, probe), probe.timeout(), pace);
        if (next.equals(what)) {
            return;
        }
        stop();
        what = next;
        var current = ++number;
        prober = Prober.start(next.target(), next.timeout(), pace, loop.timers(), new ProbeListener() {
            @Override
            public void changed(Health health, ProbeResult why) {
                loop.post(() -> heard(current, health, why));
            }
        });
        readVersion();
    }

    void stop() {
        if (prober != null) {
            prober.close();
        }
        prober = null;
        what = null;
        number++;
        known = false;
    }

    /// Reads it once more afterwards when asked in the meantime, so that there is never more than one command.
    void readVersion() {
        if (readingVersion) {
            readVersionAgain = true;
            return;
        }
        readingVersion = true;
        loop.beside("version-of-director", () -> {
            var read = version.read();
            loop.post(() -> versionRead(read));
        });
    }

    private void heard(int checked, Health health, ProbeResult why) {
        if (checked != number) {
            return;
        }
        var up = health == Health.UP;
        LOG.log(up ? Level.INFO : Level.WARNING, "{0} is {1}: {2}", director, up ? "healthy" : "unhealthy", why.why());
        seen.health(health);
        if (up && known) {
            readVersion();
        }
        known = true;
    }

    private void versionRead(String read) {
        readingVersion = false;
        seen.version(read);
        if (readVersionAgain) {
            readVersionAgain = false;
            readVersion();
        }
    }

    private static ProbeTarget target(DirectorSettings self, ProbeSettings probe) {
        var port = probe.portOf(self);
        return switch (probe.check()) {
            case HTTP -> new ProbeTarget.Http(self.address(), port, probe.path());
            case TCP -> new ProbeTarget.Tcp(self.address(), port);
            case GRPC -> new ProbeTarget.Grpc(self.address(), port);
        };
    }
}
