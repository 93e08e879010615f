package dev.usher.gateway.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.snapshot.Cluster.Policy;
import dev.usher.gateway.core.snapshot.Director;
import dev.usher.gateway.core.snapshot.Director.Standing;
import dev.usher.gateway.data.load.DirectorLoad.Seen;
import dev.usher.gateway.testkit.Estates;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTableTest {

    private final LoadTable table = new LoadTable();

    @Test
    void aDirectorKeepsItsLoadThroughEveryPicture() {
        var director = Estates.director("director-1", 1);
        var load = table.of(director);

        retain(1, director, Estates.director("director-2", 2));
        retain(2, director.with(Standing.DISABLED));

        assertThat(table.of(director.with(Standing.DISABLED))).isSameAs(load);
    }

    @Test
    void aDirectorThatLeftIsForgotten() {
        var load = table.of(Estates.director("director-1", 1));

        retain(1, Estates.director("director-2", 2));

        assertThat(table.all()).isEmpty();
        assertThat(table.of(Estates.director("director-1", 1))).isNotSameAs(load);
    }

    @Test
    void nothingCanBeSaidOfAClusterThatIsNotChecked() {
        var directors = Estates.directors(2);
        var cluster = Estates.cluster(Policy.LEAST_REQUESTS, directors);
        var load = new ClusterLoad(cluster, table, new RetryBudget(cluster.retries(), 1, 0), 0);
        assertThat(load.unknown()).isTrue();

        table.of(directors.getLast()).see(new Seen(Health.DOWN, "refused", 0));

        assertThat(load.unknown()).isFalse();
        assertThat(load.candidates()).isZero();
    }

    private void retain(long version, Director... directors) {
        table.retain(Estates.snapshot(version, Estates.cluster(Policy.LEAST_REQUESTS, List.of(directors))));
    }
}
