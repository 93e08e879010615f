package dev.usher.gateway.control.operator;

import static dev.usher.gateway.control.operator.People.ADA;
import static dev.usher.gateway.control.operator.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.model.Permission;
import dev.usher.membership.time.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginsTest {

    private static final String HERE = "192.0.2.1";

    private final FakeTicker time = new FakeTicker();
    private final SessionLimits limits = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12));
    private final Sessions sessions = new MemorySessions(limits, time);
    private final Logins logins = logins(People.users());

    @AfterEach
    void close() {
        logins.close();
    }

    @Test
    void opensASessionForWhoeverKnowsThePassword() throws Exception {
        var opened = open(logins);

        var session = find(logins, opened.cookie());
        assertThat(session).contains(opened.session());
        assertThat(session.orElseThrow().operator().email()).isEqualTo(ADA);
        assertThat(session.orElseThrow().operator().may(Permission.DEVICE_DELETE))
                .isTrue();
    }

    @Test
    void takesAnAddressWhateverItsCase() throws Exception {
        assertThat(get(logins.login("Ada@Example.com", PASSWORD, HERE))).isInstanceOf(Login.Opened.class);
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownAddressAlike() throws Exception {
        assertThat(get(logins.login(ADA, "wrong", HERE))).isEqualTo(new Login.Refused());
        assertThat(get(logins.login("eve@example.com", PASSWORD, HERE))).isEqualTo(new Login.Refused());
        assertThat(get(logins.login("eve@example.com", "", HERE))).isEqualTo(new Login.Refused());
    }

    @Test
    void makesTheSameWorkOfAnUnknownAddress() {
        var users = People.users();

        assertThat(users.decoy("eve@example.com").cost())
                .isEqualTo(users.find(ADA).orElseThrow().hash().cost());
        assertThat(users.decoy("eve@example.com")).isEqualTo(users.decoy("Eve@example.com"));
    }

    @Test
    void givesEachSessionACookieAndASecretOfItsOwn() throws Exception {
        var cookies = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            var opened = open(logins);
            cookies.add(opened.cookie());
            cookies.add(opened.session().csrf());
            cookies.add(opened.session().digest());
        }

        assertThat(cookies).hasSize(60).allMatch(cookie -> cookie.length() >= 43);
    }

    @Test
    void knowsNobodyByAnotherCookie() throws Exception {
        var cookie = open(logins).cookie();

        assertThat(find(logins, "")).isEmpty();
        assertThat(find(logins, cookie + "A")).isEmpty();
        assertThat(find(logins, "A".repeat(43))).isEmpty();
    }

    @Test
    void endsASessionThatIsNotUsedForHalfAnHour() throws Exception {
        var cookie = open(logins).cookie();

        time.advance(Duration.ofMinutes(29));
        assertThat(find(logins, cookie)).isPresent();
        time.advance(Duration.ofMinutes(29));
        assertThat(find(logins, cookie)).isPresent();
        time.advance(Duration.ofMinutes(30));
        assertThat(find(logins, cookie)).isEmpty();
    }

    @Test
    void endsEverySessionAfterTwelveHours() throws Exception {
        var cookie = open(logins).cookie();
        for (int i = 0; i < 71; i++) {
            time.advance(Duration.ofMinutes(10));
            assertThat(find(logins, cookie)).isPresent();
        }

        time.advance(Duration.ofMinutes(10));

        assertThat(find(logins, cookie)).isEmpty();
    }

    @Test
    void endsTheSessionOfWhoLogsOut() throws Exception {
        var opened = open(logins);

        get(logins.logout(opened.session(), HERE));

        assertThat(find(logins, opened.cookie())).isEmpty();
    }

    @Test
    void endsTheSessionsOfAUserWhosePasswordIsChangedOrWhoIsRemoved() throws Exception {
        var cookie = open(logins).cookie();
        var changed = Users.of(List.of(People.user(ADA, "another " + PASSWORD, Set.of())));

        try (var after = logins(changed);
                var without = logins(Users.of(List.of()));
                var same = logins(People.users())) {
            assertThat(find(after, cookie)).isEmpty();
            assertThat(find(without, cookie)).isEmpty();
            assertThat(find(same, cookie)).isPresent();
        }
    }

    @Test
    void letsWhoeverFailsWait() throws Exception {
        fail(ADA, HERE, Patience.FREE);

        assertThat(get(logins.login(ADA, PASSWORD, "198.51.100.7"))).isEqualTo(new Login.Wait(Duration.ofSeconds(1)));
        assertThat(get(logins.login(People.BOB, "bob's " + PASSWORD, HERE)))
                .isEqualTo(new Login.Wait(Duration.ofSeconds(1)));

        time.advance(Duration.ofSeconds(1));
        assertThat(get(logins.login(ADA, PASSWORD, HERE))).isInstanceOf(Login.Opened.class);
        assertThat(get(logins.login(ADA, "wrong", HERE))).isEqualTo(new Login.Refused());
    }

    @Test
    void letsWhoeverTriesUnknownAddressesWaitAsLong() throws Exception {
        fail("eve@example.com", HERE, Patience.FREE);

        assertThat(get(logins.login("Eve@example.com", PASSWORD, "198.51.100.7")))
                .isEqualTo(new Login.Wait(Duration.ofSeconds(1)));
    }

    @Test
    void countsTriesThatAreNotYetDecided() {
        var tries = new ArrayList<CompletableFuture<Login>>();
        for (int i = 0; i < 10; i++) {
            tries.add(logins.login(ADA, "wrong " + i, HERE));
        }

        var ends = tries.stream().map(CompletableFuture::join).toList();

        assertThat(ends.subList(Patience.FREE, 10)).allMatch(Login.Wait.class::isInstance);
    }

    @Test
    void takesANetworkOfIpv6ForOneSource() {
        assertThat(Logins.source("2001:db8::1")).isEqualTo(Logins.source("2001:db8:0:0:ffff::2"));
        assertThat(Logins.source("2001:db8::1")).isNotEqualTo(Logins.source("2001:db8:0:1::1"));
        assertThat(Logins.source("192.0.2.1")).isNotEqualTo(Logins.source("192.0.2.2"));
    }

    private void fail(String email, String ip, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(get(logins.login(email, "wrong", ip))).isEqualTo(new Login.Refused());
        }
    }

    private Logins logins(Users users) {
        return new Logins(users, sessions, limits, time, new Random(7));
    }

    private static Login.Opened open(Logins logins) throws Exception {
        return (Login.Opened) get(logins.login(ADA, PASSWORD, HERE));
    }

    private static Optional<Session> find(Logins logins, String cookie) throws Exception {
        return get(logins.find(cookie));
    }

    private static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(60, TimeUnit.SECONDS);
    }
}
