package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.Changes;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.time.Ticker;

/// Writes what somebody changes, and the log of it. *Confined to the transaction's thread.*
final class SqlChanges extends SqlRecords implements Changes {

    private static final String PUT_DIRECTOR = """
            insert into director (name, type, address, port, services, enabled, enabled_before, delivered, revision, created)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (name) do update set type = excluded.type, address = excluded.address, port = excluded.port,
            services = excluded.services, enabled = excluded.enabled, enabled_before = excluded.enabled_before,
            delivered = excluded.delivered, revision = excluded.revision, created = excluded.created""";

    private static final String PUT_CLUSTER = """
            insert into cluster (name, type, port, enabled, plaintext_accepted, tls_enabled, tls_certificate,
            tls_authority, tls_key, restricted, sources, tokens_demanded, settings, revision, created)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (name) do update set type = excluded.type, port = excluded.port, enabled = excluded.enabled,
            plaintext_accepted = excluded.plaintext_accepted, tls_enabled = excluded.tls_enabled,
            tls_certificate = excluded.tls_certificate, tls_authority = excluded.tls_authority,
            tls_key = excluded.tls_key, restricted = excluded.restricted, sources = excluded.sources,
            tokens_demanded = excluded.tokens_demanded, settings = excluded.settings, revision = excluded.revision,
            created = excluded.created""";

    private static final String PUT_MEMBER = """
            insert into member (cluster, position, director, address, port, weight, services)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private static final String PUT_OVERRIDE = """
            insert into cluster_override (cluster, enabled, revision) values (?, ?, ?)
            on conflict (cluster) do update set enabled = excluded.enabled, revision = excluded.revision""";

    private static final String PUT_TOKEN = """
            insert into token (id, cluster, name, digest, created, expires, revoked, listeners, sources, last_used)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set cluster = excluded.cluster, name = excluded.name, digest = excluded.digest,
            created = excluded.created, expires = excluded.expires, revoked = excluded.revoked,
            listeners = excluded.listeners, sources = excluded.sources, last_used = excluded.last_used""";

    private static final String PUT_DEVICE = """
            insert into device (name, type, director, cluster, revision, created) values (?, ?, ?, ?, ?, ?)
            on conflict (name) do update set type = excluded.type, director = excluded.director,
            cluster = excluded.cluster, revision = excluded.revision, created = excluded.created""";

    private static final String PUT_DRAIN = """
            insert into drain (director, user_name, deadline, forced, created) values (?, ?, ?, ?, ?)
            on conflict (director) do update set user_name = excluded.user_name, deadline = excluded.deadline,
            forced = excluded.forced, created = excluded.created""";

    private static final String NOTE = """
            insert into activity (id, user_name, user_ip, object_type, object, action, description, search, created)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Sql sql;
    private final Touched touched;
    private final Ticker ticker;
    private boolean noted;

    SqlChanges(Sql sql, Touched touched, Ticker ticker) {
        super(sql);
        this.sql = sql;
        this.touched = touched;
        this.ticker = ticker;
    }

    /// Whether there is something to keep; a change without its entry, or an entry without a change, is a bug.
    boolean complete() {
        if (noted != touched.any()) {
            throw new IllegalStateException(
                    noted ? "an entry of the activity log without a change" : "a change without its activity entry");
        }
        return noted;
    }

    @Override
    public void note(Entry entry) {
        noted = true;
        var searched = ActivityPage.folded(entry.description() + "\n" + entry.object() + "\n" + entry.user());
        sql.run(
                NOTE,
                touched.next("activity"),
                entry.user(),
                entry.userIp(),
                entry.objectType(),
                entry.object(),
                entry.action(),
                entry.description(),
                searched,
                ticker.epochMillis());
    }

    @Override
    public void put(DirectorRow director) {
        sql.run(
                PUT_DIRECTOR,
                director.name(),
                director.type(),
                director.address(),
                director.port(),
                Texts.services(director.services()),
                director.enabled(),
                director.enabledBefore(),
                director.delivered(),
                director.revision(),
                director.createdEpochMillis());
        touched.directors();
    }

    @Override
    public void removeDirector(DirectorName name) {
        sql.run("delete from enrolment where director = ?", name);
        sql.run("delete from drain where director = ?", name);
        if (sql.run("delete from director where name = ?", name) > 0) {
            touched.directors();
        }
    }

    @Override
    public void put(ClusterRow cluster) {
        var tls = cluster.tls();
        sql.run(
                PUT_CLUSTER,
                cluster.name(),
                cluster.type(),
                cluster.port(),
                cluster.enabled(),
                cluster.plaintextAccepted(),
                tls.enabled(),
                tls.certificate(),
                tls.authority(),
                Texts.sealed(tls.sealedKey()),
                cluster.restriction().enabled(),
                Texts.list(cluster.restriction().sources()),
                cluster.tokensDemanded(),
                cluster.settings(),
                cluster.revision(),
                cluster.createdEpochMillis());
        sql.run("delete from member where cluster = ?", cluster.name());
        int position = 0;
        for (var member : cluster.directors()) {
            sql.run(
                    PUT_MEMBER,
                    cluster.name(),
                    position++,
                    member.director(),
                    member.address(),
                    member.port(),
                    member.weight(),
                    Texts.services(member.services()));
        }
        touched.clusters();
    }

    @Override
    public void put(OverrideRow override) {
        sql.run(PUT_OVERRIDE, override.cluster(), override.enabled(), override.revision());
        touched.clusters();
    }

    @Override
    public void removeCluster(ClusterName name) {
        sql.run("delete from closure where token in (select id from token where cluster = ?)", name);
        if (sql.run("delete from token where cluster = ?", name) > 0) {
            touched.tokens();
        }
        sql.run("delete from revision where cluster = ?", name);
        sql.run("delete from drain where director in (select director from member where cluster = ?)", name);
        sql.run("delete from member where cluster = ?", name);
        if (sql.run("delete from cluster where name = ?", name) > 0) {
            touched.clusters();
        }
    }

    @Override
    public void removeToken(String id) {
        sql.run("delete from closure where token = ?", id);
        if (sql.run("delete from token where id = ?", id) > 0) {
            touched.tokens();
        }
    }

    @Override
    public void put(TokenRow token) {
        sql.run(
                PUT_TOKEN,
                token.id(),
                token.cluster(),
                token.name(),
                token.digest(),
                token.createdEpochMillis(),
                token.expiresEpochMillis(),
                token.revokedEpochMillis(),
                Texts.list(token.listeners().stream().sorted().toList()),
                Texts.list(token.sources()),
                token.lastUsedEpochMillis());
        touched.tokens();
    }

    @Override
    public void put(DeviceRow device) {
        sql.run(
                PUT_DEVICE,
                device.name(),
                device.type(),
                device.director(),
                device.cluster(),
                device.revision(),
                device.createdEpochMillis());
        touched.devices();
    }

    @Override
    public void removeDevice(String name) {
        if (sql.run("delete from device where name = ?", name) > 0) {
            touched.devices();
        }
    }

    @Override
    public void put(DrainRow drain) {
        sql.run(
                PUT_DRAIN,
                drain.director(),
                drain.user(),
                drain.untilEpochMillis(),
                drain.forced(),
                drain.createdEpochMillis());
        touched.directors();
    }

    @Override
    public void removeDrain(DirectorName director) {
        if (sql.run("delete from drain where director = ?", director) > 0) {
            touched.directors();
        }
    }

    @Override
    public void put(Estate.EnrolmentRow enrolment) {
        SqlNotes.put(sql, touched, enrolment);
    }
}
