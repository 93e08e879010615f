package dev.usher.gateway.control.store.sql;

import static dev.usher.gateway.control.store.sql.StoreSamples.TYPES;
import static dev.usher.gateway.control.store.sql.StoreSamples.cluster;
import static dev.usher.gateway.control.store.sql.StoreSamples.created;
import static dev.usher.gateway.control.store.sql.StoreSamples.director;
import static dev.usher.gateway.control.store.sql.StoreSamples.entry;
import static dev.usher.gateway.control.store.sql.StoreSamples.revoked;
import static dev.usher.gateway.control.store.sql.StoreSamples.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.Sealed;
import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.control.store.StoreConflict;
import dev.usher.gateway.control.store.StoreUnavailable;
import dev.usher.gateway.control.store.Versions;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every store promises, whatever database is behind it.
abstract class AnyStoreIT extends StoreCase {

    // ---- Rows come back as they were put.

    @Test
    void rowsComeBackAsTheyWerePut() throws Exception {
        var device = new DeviceRow("fw-1", "firewall", null, new ClusterName("west"), 3, 7);
        var good = token("t2", "west", "ci", 2);
        change(changes -> {
            List.of("a", "B", "c").forEach(name -> changes.put(director(name)));
            changes.put(cluster("west", "c", "a", "B"));
            changes.put(revoked(token("t1", "west", "ci", 1), 50));
            changes.put(good);
            changes.put(device);
        });

        assertThat(rows(Records::directors)).containsExactly(director("B"), director("a"), director("c"));
        assertThat(row(records -> records.director(new DirectorName("a")))).contains(director("a"));
        assertThat(rows(Records::clusters)).containsExactly(cluster("west", "c", "a", "B"));
        assertThat(row(records -> records.cluster(new ClusterName("west")))).contains(cluster("west", "c", "a", "B"));
        assertThat(row(records -> records.clusterOf(new DirectorName("B")))).contains(new ClusterName("west"));
        assertThat(rows(Records::tokens)).containsExactly(good);
        assertThat(rows(records -> records.tokens(new ClusterName("west"))))
                .containsExactly(good, revoked(token("t1", "west", "ci", 1), 50));
        assertThat(row(records -> records.token("t2"))).contains(good);
        assertThat(rows(Records::devices)).containsExactly(device);
        assertThat(row(records -> records.device("fw-1"))).contains(device);
        assertThat(row(records -> records.device("fw-2"))).isEmpty();
    }

    @Test
    void whatIsPutReplacesTheRowOfThatName() throws Exception {
        change(changes -> {
            List.of("a", "b", "c", "d").forEach(name -> changes.put(director(name)));
            changes.put(cluster("west", "a", "b", "c"));
        });

        change(changes -> changes.put(cluster("west", "d", "c", "b")));

        assertThat(rows(Records::clusters)).containsExactly(cluster("west", "d", "c", "b"));
    }

    @Test
    void whatGatewaysNoteComesBack() throws Exception {
        var session = new SessionRow("5e", "ada@example.com", "csrf", 10, 20);
        var authority = new Estate.AuthorityRow("channel", "certificate", Sealed.of(new byte[] {9}));
        var enrolment = new Estate.EnrolmentRow("a", "digest", 5, null);
        var revision = new Estate.RevisionRow("west", 4, "content");
        change(changes -> changes.put(director("a")));

        keep(notes -> {
            notes.put(session);
            notes.put(new Estate.Identity("estate", 7));
            notes.put(authority);
            notes.put(enrolment);
            notes.put(revision);
            notes.delivered(new DirectorName("a"), true);
            notes.alive("edge-1");
            notes.closed("t1", "edge-1", 12);
        });

        assertThat(row(records -> records.session("5e"))).contains(session);
        assertThat(row(Records::estate)).contains(new Estate.Identity("estate", 7));
        assertThat(row(records -> records.authority("channel"))).contains(authority);
        assertThat(row(records -> records.enrolment(new DirectorName("a")))).contains(enrolment);
        assertThat(row(records -> records.revision(new ClusterName("west")))).contains(revision);
        assertThat(rows(Records::directors).getFirst().delivered()).isTrue();
        assertThat(rows(Records::gateways)).containsExactly("edge-1");
        assertThat(rows(records -> records.closures("t1"))).containsExactly(new Records.Closure("edge-1", 12));
    }

    @Test
    void sessionsEndByTheirAgeAndByTheirRest() throws Exception {
        keep(notes -> {
            notes.put(new SessionRow("rested", "a@b", "", 100, 10));
            notes.put(new SessionRow("old", "a@b", "", 10, 100));
            notes.put(new SessionRow("good", "a@b", "", 100, 100));
            notes.put(new SessionRow("ended", "a@b", "", 100, 100));
        });

        keep(notes -> {
            notes.removeSession("ended");
            notes.removeSessions(50, 50);
        });

        var left = List.of("rested", "old", "good", "ended").stream()
                .filter(digest ->
                        get(store().read(records -> records.session(digest))).isPresent());
        assertThat(left).containsExactly("good");
    }

    @Test
    void theLastUseNeverMovesBack() throws Exception {
        change(changes -> {
            changes.put(cluster("west"));
            changes.put(token("t1", "west", "ci", 1));
        });

        keep(notes -> notes.used(Map.of("t1", 900L)));
        keep(notes -> notes.used(Map.of("t1", 800L)));

        assertThat(row(records -> records.token("t1")).orElseThrow().lastUsedEpochMillis())
                .isEqualTo(900);
    }

    @Test
    void withATokenGoesHowManyConnectionsWereClosedForIt() throws Exception {
        var other = token("t2", "west", "other", 2);
        change(changes -> {
            changes.put(cluster("west"));
            changes.put(token("t1", "west", "ci", 1));
            changes.put(other);
        });
        keep(notes -> notes.closed("t1", "edge-1", 12));

        change(changes -> changes.removeToken("t1"));

        assertThat(rows(Records::tokens)).containsExactly(other);
        assertThat(rows(records -> records.closures("t1"))).isEmpty();
    }

    @Test
    void withAClusterGoItsTokensItsMembersAndTheirDrains() throws Exception {
        var drainElsewhere = new DrainRow(new DirectorName("b"), "ops@example.com", 90, false, 1);
        change(changes -> {
            changes.put(director("a"));
            changes.put(cluster("west", "a"));
            changes.put(token("t1", "west", "ci", 1));
            changes.put(new DrainRow(new DirectorName("a"), "ops@example.com", 90, false, 1));
            changes.put(drainElsewhere);
        });

        change(changes -> changes.removeCluster(new ClusterName("west")));

        assertThat(rows(Records::drains)).containsExactly(drainElsewhere);
        change(changes -> changes.removeDirector(new DirectorName("a")));
        assertThat(row(records -> records.token("t1"))).isEmpty();
        assertThat(rows(Records::directors)).isEmpty();
    }

    // ---- Rules that the database holds by itself.

    @Test
    void aTokenMayBeOfAClusterThatIsNoRow() throws Exception {
        var declared = revoked(token("t1", "yaml", "ci", 1), 50);

        change(changes -> changes.put(declared));

        assertThat(rows(records -> records.tokens(new ClusterName("yaml")))).containsExactly(declared);
    }

    @Test
    void aDirectorIsInOneClusterOnly() throws Exception {
        change(changes -> {
            changes.put(director("a"));
            changes.put(cluster("west", "a"));
        });

        assertThatThrownBy(() -> change(changes -> changes.put(cluster("east", "a"))))
                .isInstanceOf(StoreConflict.class);
        assertThat(rows(Records::clusters)).hasSize(1);
    }

    @Test
    void aDirectorStaysWhileItIsInACluster() throws Exception {
        change(changes -> {
            changes.put(director("a"));
            changes.put(cluster("west", "a"));
        });

        assertThatThrownBy(() -> change(changes -> changes.removeDirector(new DirectorName("a"))))
                .isInstanceOf(StoreConflict.class);
        assertThat(rows(Records::directors)).hasSize(1);
    }

    @Test
    void aClusterHasOnlyDirectorsThatAreThere() {
        assertThatThrownBy(() -> change(changes -> changes.put(cluster("west", "ghost"))))
                .isInstanceOf(StoreConflict.class);
    }

    @Test
    void aTokensNameIsFreeAgainOnceItWasRevoked() throws Exception {
        var first = token("t1", "west", "ci", 1);
        change(changes -> {
            changes.put(cluster("west"));
            changes.put(first);
        });

        assertThatThrownBy(() -> change(changes -> changes.put(token("t2", "west", "ci", 2))))
                .isInstanceOf(StoreConflict.class);
        change(changes -> changes.put(revoked(first, 5)));
        change(changes -> changes.put(token("t2", "west", "ci", 2)));

        assertThat(rows(Records::tokens)).hasSize(1);
    }

    @Test
    void noTwoTokensHaveOneDigest() throws Exception {
        change(changes -> {
            changes.put(cluster("west"));
            changes.put(token("t1", "west", "one", 1));
        });

        assertThatThrownBy(() -> change(changes -> changes.put(token("t2", "west", "two", 1))))
                .isInstanceOf(StoreConflict.class);
    }

    @Test
    void aConflictThatIsSwallowedStillUndoesEverything() throws Exception {
        change(changes -> {
            changes.put(cluster("west"));
            changes.put(token("t1", "west", "one", 1));
        });

        assertThatThrownBy(() -> change(changes -> {
                    changes.put(director("a"));
                    assertThatThrownBy(() -> changes.put(token("t2", "west", "two", 1)))
                            .isInstanceOf(StoreConflict.class);
                }))
                .isInstanceOf(StoreConflict.class);
        assertThat(rows(Records::directors)).isEmpty();
    }

    // ---- Transactions.

    @Test
    void workThatThrowsLeavesNothing() throws Exception {
        var bug = new IllegalArgumentException("no");

        assertThatThrownBy(() -> change(changes -> {
                    changes.put(director("a"));
                    throw bug;
                }))
                .isSameAs(bug);

        assertThat(rows(Records::directors)).isEmpty();
        assertThat(activity(all())).isEmpty();
        assertThat(store().versions()).isEqualTo(Versions.NONE);
    }

    @Test
    void aChangeWithoutItsEntryIsRefused() throws Exception {
        assertThatThrownBy(() -> get(store().change(changes -> {
                    changes.put(director("a"));
                    return 1;
                })))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> get(store().change(changes -> {
                    changes.note(created("a"));
                    return 1;
                })))
                .isInstanceOf(IllegalStateException.class);

        assertThat(rows(Records::directors)).isEmpty();
        assertThat(activity(all())).isEmpty();
    }

    @Test
    void aCallThatChangesNothingNotesNothing() throws Exception {
        int directors = get(store().change(changes -> changes.directors().size()));

        assertThat(directors).isZero();
        assertThat(store().versions()).isEqualTo(Versions.NONE);
    }

    @Test
    void ofConcurrentEditsOfOneRevisionExactlyOneWins() throws Exception {
        change(changes -> changes.put(director("a")));

        var wins = IntStream.range(0, 40).mapToObj(_ -> store().change(this::editRevisionOne)).toList().stream()
                .map(StoreCase::get)
                .filter(won -> won)
                .count();

        assertThat(wins).isEqualTo(1);
        assertThat(rows(Records::directors).getFirst().revision()).isEqualTo(2);
        assertThat(activity(all())).hasSize(2);
    }

    private boolean editRevisionOne(Changes changes) {
        var found = changes.director(new DirectorName("a")).orElseThrow();
        if (found.revision() != 1) {
            return false;
        }
        changes.put(StoreSamples.withRevision(found, 2));
        changes.note(entry("Director", "a", "UpdatedDirector", "edited"));
        return true;
    }

    @Test
    void callsBeyondTheLimitAreRefusedAtOnce() throws Exception {
        var block = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var first = store().keep(_ -> {
            begun.countDown();
            await(block);
            return 0;
        });
        await(begun);
        var later = IntStream.range(0, 300).mapToObj(_ -> store().keep(_ -> 0)).toList();
        var calls = Stream.concat(Stream.of(first), later.stream())
                .collect(Collectors.partitioningBy(CompletableFuture::isCompletedExceptionally));
        var refused = Objects.requireNonNull(calls.get(true));
        var taken = Objects.requireNonNull(calls.get(false));
        block.countDown();

        assertThat(refused).hasSizeGreaterThan(100);
        assertThatThrownBy(() -> get(refused.getFirst()))
                .isInstanceOfSatisfying(
                        StoreUnavailable.class,
                        busy -> assertThat(busy.reason()).isEqualTo(StoreUnavailable.Reason.STORE_BUSY));
        assertThat(taken.stream().map(StoreCase::get)).isNotEmpty().allMatch(answer -> answer == 0);
    }

    @Test
    void aClosedStoreRefuses() {
        store().close();

        assertThatThrownBy(() -> rows(Records::directors)).isInstanceOf(StoreUnavailable.class);
    }

    // ---- Who hears of changes.

    @Test
    void listenersHearOfOnesOwnChanges() throws Exception {
        var heard = new CopyOnWriteArrayList<Versions>();
        store().onChanged((before, now) -> heard.add(now));

        change(changes -> changes.put(director("a")));
        change(changes -> {
            changes.put(cluster("west"));
            changes.put(token("t1", "west", "ci", 1));
        });
        keep(notes -> notes.closed("t1", "edge-1", 1));

        var last = new Versions(1, 1, 1, 0, 1);
        assertThat(store().versions()).isEqualTo(last);
        assertThat(read(Records::versions)).isEqualTo(last);
        Eventually.holds("the last change is heard of", LIMIT, () -> heard.contains(last));
    }

    @Test
    void theConditionSaysThatAllIsWell() {
        assertThat(store().condition().reachable()).isTrue();
        assertThat(store().condition().problem()).isEmpty();
    }

    // ---- The activity log.

    @Test
    void theLogIsReadNewestFirstPageByPage() throws Exception {
        for (int i = 0; i < 7; i++) {
            var name = "d" + i;
            change(created(name), changes -> changes.put(director(name)));
        }

        var first = page(query(TYPES, "", "", "", Long.MAX_VALUE, 3));
        var second = page(query(TYPES, "", "", "", Objects.requireNonNull(first.next()), 4));

        assertThat(objects(first.entries())).containsExactly("d6", "d5", "d4");
        assertThat(objects(second.entries())).containsExactly("d3", "d2", "d1", "d0");
        assertThat(second.next()).isNull();
        assertThat(first.entries().getFirst().entry()).isEqualTo(created("d6"));
    }

    @Test
    void aPageLooksAtALimitedNumberOfEntries() throws Exception {
        change(entry("Director", "d0", "CreatedDirector", "needle"), changes -> changes.put(director("d0")));
        change(created("d1"), changes -> {
            changes.put(director("d1"));
            for (int i = 1; i < ActivityPage.LOOKED_MAX; i++) {
                changes.note(created("d1"));
            }
        });
        var sought = query(Set.of("Director"), "", "", "needle", Long.MAX_VALUE, 10);

        var first = page(sought);

        assertThat(first.entries()).isEmpty();
        var second = page(query(Set.of("Director"), "", "", "needle", Objects.requireNonNull(first.next()), 10));
        assertThat(objects(second.entries())).containsExactly("d0");
        assertThat(second.next()).isNull();
        assertThat(walked("", "", "needle")).containsExactly("d0");
        assertThat(walked("d1", "UpdatedDirector", "")).isEmpty();
        assertThat(walked("", "CreatedDirector", "NEEDLE")).containsExactly("d0");
        assertThat(walked("d1", "CreatedDirector", "d1")).hasSize(ActivityPage.LOOKED_MAX);
    }

    private List<String> walked(String object, String action, String text) throws Exception {
        var found = new ArrayList<String>();
        Long below = Long.MAX_VALUE;
        while (below != null) {
            var page = page(query(TYPES, object, action, text, below, 500));
            found.addAll(objects(page.entries()));
            below = page.next();
        }
        return found;
    }

    @Test
    void theLogIsFiltered() throws Exception {
        change(entry("Cluster", "west", "CreatedCluster", "port 8081"), changes -> changes.put(cluster("west")));
        change(entry("Cluster", "west", "UpdatedCluster", "Name_1 % ÄPFEL"), changes -> changes.put(cluster("west")));
        change(entry("Director", "a", "CreatedDirector", "50"), changes -> changes.put(director("a")));

        assertThat(filtered(Set.of("Director"), "", "", "")).containsExactly("CreatedDirector");
        assertThat(filtered(Set.of(), "", "", "")).isEmpty();
        assertThat(filtered(TYPES, "west", "", "")).containsExactly("UpdatedCluster", "CreatedCluster");
        assertThat(filtered(TYPES, "", "CreatedCluster", "")).containsExactly("CreatedCluster");
        assertThat(filtered(TYPES, "west", "UpdatedCluster", "name_1")).containsExactly("UpdatedCluster");
        assertThat(filtered(TYPES, "", "", "äpfel")).containsExactly("UpdatedCluster");
        assertThat(filtered(TYPES, "", "", "%")).containsExactly("UpdatedCluster");
        assertThat(filtered(TYPES, "", "", "name!1")).isEmpty();
        assertThat(filtered(TYPES, "", "", "' or 1=1 --\0")).isEmpty();
        assertThat(filtered(TYPES, "", "", "ADA@example")).hasSize(3);
    }

    @Test
    void theLogIsFilteredByTime() throws Exception {
        change(created("a"), changes -> changes.put(director("a")));
        var at = activity(all()).getFirst().createdEpochMillis();

        assertThat(between(at, at + 1)).hasSize(1);
        assertThat(between(at + 1, Long.MAX_VALUE)).isEmpty();
        assertThat(between(0, at)).isEmpty();
    }

    private List<Entry.Written> between(long from, long until) throws Exception {
        return activity(new Entry.Query(TYPES, "", "", "", from, until, Long.MAX_VALUE, 10));
    }

    private List<String> filtered(Set<String> types, String object, String action, String text) throws Exception {
        return activity(query(types, object, action, text, Long.MAX_VALUE, 10)).stream()
                .map(written -> written.entry().action())
                .toList();
    }

    private static List<String> objects(List<Entry.Written> page) {
        return page.stream().map(written -> written.entry().object()).toList();
    }
}
