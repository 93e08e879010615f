package dev.usher.gateway.control.api.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.TestPostgresql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is asked of the API, and whenever the process is killed: no rule is ever broken, and no line of the log is
/// missing or there too often. A failure says the seed and the number of the call.
class RandomCallsIT {

    private static final Logger LOG = System.getLogger(RandomCallsIT.class.getName());
    private static final String SQLITE = "{url: \"sqlite:usher.db\"}";
    private static final int CALLS = 1000;
    private static final int MANY = 10_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void noRuleIsBrokenOnSqlite() throws Exception {
        run(SQLITE, 1, CALLS);
    }

    @Test
    @Tag("soak")
    void noRuleIsBrokenForLong() throws Exception {
        run(SQLITE, new SecureRandom().nextLong(), MANY);
    }

    @Test
    @Tag("full")
    void noRuleIsBrokenOnPostgresql() throws Exception {
        try (var server = TestPostgresql.start()) {
            run(Stores.shared(server.database()), 2, CALLS);
        }
    }

    private void run(String store, long seed, int calls) throws Exception {
        try (var bureau = new RunningBureau(folder, store)) {
            var result = new RandomCalls(bureau, new Random(seed)).make(calls, "seed " + seed);

            LOG.log(Level.INFO, "{0}", result);
            assertThat(result.succeeded()).isBetween(calls / 6, calls * 9 / 10);
            assertThat(result.lines()).isGreaterThan(calls / 8);
        }
    }
}
