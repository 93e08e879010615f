package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.Notes;
import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import java.util.Map;

/// Writes what gateways note for themselves. *Confined to the transaction's thread.*
final class SqlNotes extends SqlRecords implements Notes {

    private static final long FORGOTTEN_MILLIS = 86_400_000;

    private static final String PUT_SESSION = """
            insert into session (digest, email, csrf, created, used) values (?, ?, ?, ?, ?)
            on conflict (digest) do update set email = excluded.email, csrf = excluded.csrf,
            created = excluded.created, used = excluded.used""";

    private static final String PUT_ESTATE = """
            insert into estate (id, name, epoch) values (1, ?, ?)
            on conflict (id) do update set name = excluded.name, epoch = excluded.epoch""";

    private static final String PUT_AUTHORITY = """
            insert into authority (name, certificate, sealed_key) values (?, ?, ?)
            on conflict (name) do update set certificate = excluded.certificate, sealed_key = excluded.sealed_key""";

    private static final String PUT_ENROLMENT = """
            insert into enrolment (director, digest, used, public_key) values (?, ?, ?, ?)
            on conflict (director) do update set digest = excluded.digest, used = excluded.used,
            public_key = excluded.public_key""";

    private static final String PUT_REVISION = """
            insert into revision (cluster, number, content) values (?, ?, ?)
            on conflict (cluster) do update set number = excluded.number, content = excluded.content""";

    private static final String PUT_CLOSURE = """
            insert into closure (token, gateway, connections) values (?, ?, ?)
            on conflict (token, gateway) do update set connections = excluded.connections""";

    private final Sql sql;
    private final Touched touched;

    SqlNotes(Sql sql, Touched touched) {
        super(sql);
        this.sql = sql;
        this.touched = touched;
    }

    @Override
    public void put(SessionRow session) {
        sql.run(
                PUT_SESSION,
                session.digest(),
                session.email(),
                session.csrf(),
                session.createdEpochMillis(),
                session.usedEpochMillis());
    }

    @Override
    public void removeSession(String digest) {
        sql.run("delete from session where digest = ?", digest);
    }

    /// In two steps: each has its index.
    @Override
    public void removeSessions(long usedBeforeEpochMillis, long createdBeforeEpochMillis) {
        sql.run("delete from session where used < ?", usedBeforeEpochMillis);
        sql.run("delete from session where created < ?", createdBeforeEpochMillis);
    }

    /// Is no change of the tokens: nobody has to read them again for it.
    @Override
    public void used(Map<String, Long> tokens) {
        tokens.forEach((id, used) -> sql.run(
                "update token set last_used = ? where id = ? and (last_used is null or last_used < ?)",
                used,
                id,
                used));
    }

    @Override
    public void put(Estate.Identity estate) {
        sql.run(PUT_ESTATE, estate.name(), estate.epoch());
    }

    @Override
    public void put(Estate.AuthorityRow authority) {
        sql.run(PUT_AUTHORITY, authority.name(), authority.certificate(), Texts.sealed(authority.sealedKey()));
    }

    @Override
    public void put(Estate.EnrolmentRow enrolment) {
        put(sql, touched, enrolment);
    }

    static void put(Sql sql, Touched touched, Estate.EnrolmentRow enrolment) {
        sql.run(
                PUT_ENROLMENT,
                enrolment.director(),
                enrolment.digest(),
                enrolment.usedEpochMillis(),
                enrolment.publicKey());
        touched.directors();
    }

    @Override
    public void put(Estate.RevisionRow revision) {
        sql.run(PUT_REVISION, revision.cluster(), revision.number(), revision.content());
    }

    @Override
    public void delivered(DirectorName director, boolean delivered) {
        if (sql.run(
                        "update director set delivered = ? where name = ? and delivered <> ?",
                        delivered,
                        director,
                        delivered)
                > 0) {
            touched.directors();
        }
    }

    @Override
    public void alive(String gateway) {
        var now = sql.database().clock();
        sql.run(
                "insert into gateway (name, seen) values (?, " + now
                        + ") on conflict (name) do update set seen = excluded.seen",
                gateway);
        sql.run("delete from gateway where seen < " + now + " - ?", FORGOTTEN_MILLIS);
    }

    @Override
    public void carries(String gateway, Map<TokenDigest, Integer> connections) {
        sql.run(
                "insert into gateway (name, seen, carried) values (?, "
                        + sql.database().clock()
                        + ", ?) on conflict (name) do update set seen = excluded.seen, carried = excluded.carried",
                gateway,
                Texts.counts(connections));
    }

    @Override
    public void closed(String token, String gateway, int connections) {
        sql.run(PUT_CLOSURE, token, gateway, connections);
        touched.closures();
    }
}
