package dev.usher.gateway.control.api.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.testkit.TestPostgresql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is asked of the API, and whenever the process is killed: no rule is ever broken, and no line of the log is
/// missing or there too often. A failure says the seed and the number of the call.
class RandomCallsIT {

    private static final Logger LOG = System.getLogger(RandomCallsIT.class.getName());
    private static final int CALLS = 1000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void noRuleIsBrokenOnSqlite() throws Exception {
        run("{url: \"sqlite:usher.db\"}", 1);
    }

    @Test
    @Tag("full")
    void noRuleIsBrokenOnPostgresql() throws Exception {
        try (var server = TestPostgresql.start()) {
            run(Stores.shared(server.database()), 2);
        }
    }

    private void run(String store, long seed) throws Exception {
        try (var bureau = new RunningBureau(folder, store)) {
            var result = new RandomCalls(bureau, new Random(seed)).make(CALLS, "seed " + seed);

            LOG.log(Level.INFO, "{0}", result);
            assertThat(result.succeeded()).isBetween(CALLS / 6, CALLS * 9 / 10);
            assertThat(result.lines()).isGreaterThan(CALLS / 8);
        }
    }
}
