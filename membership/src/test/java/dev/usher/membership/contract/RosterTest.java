package dev.usher.membership.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RosterTest {

    @Test
    void backsUpToAllOthersWithinHazelcastsLimit() {
        assertThat(Roster.backups(3)).isEqualTo(2);
        assertThat(Roster.backups(7)).isEqualTo(6);
        assertThat(Roster.backups(15)).isEqualTo(6);
    }

    @Test
    void aMajorityIsOfTheConfiguredSize() {
        assertThat(new Quorum(1, 3)).returns(2, Quorum::need).returns(false, Quorum::ok);
        assertThat(new Quorum(2, 3).ok()).isTrue();
        assertThat(new Quorum(7, 15).ok()).isFalse();
        assertThat(new Quorum(8, 15).ok()).isTrue();
    }
}
