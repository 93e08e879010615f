package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.control.store.Versions;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.TokenDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads rows. Lists by name are sorted here, as databases disagree about what comes first.
/// *Confined to the transaction's thread.*
class SqlRecords implements Records {

    private static final long ALIVE_MILLIS = 5_000;

    private final Sql sql;

    SqlRecords(Sql sql) {
        this.sql = sql;
    }

    @Override
    public final Versions versions() {
        var counters = sql
                .list("select kind, value from counter", row -> Map.entry(row.text("kind"), row.number("value")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Versions(
                counters.getOrDefault("directors", 0L),
                counters.getOrDefault("clusters", 0L),
                counters.getOrDefault("tokens", 0L),
                counters.getOrDefault("devices", 0L),
                counters.getOrDefault("closures", 0L));
    }

    @Override
    public final List<DirectorRow> directors() {
        return sorted(sql.list("select * from director", Rows::director), Comparator.comparing(DirectorRow::name));
    }

    @Override
    public final Optional<DirectorRow> director(DirectorName name) {
        return sql.one("select * from director where name = ?", Rows::director, name);
    }

    @Override
    public final List<ClusterRow> clusters() {
        var members = sql
                .list(
                        "select * from member order by cluster, position",
                        row -> Map.entry(row.text("cluster"), Rows.member(row)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        var clusters = sql.list(
                "select * from cluster", row -> Rows.cluster(row, members.getOrDefault(row.text("name"), List.of())));
        return sorted(clusters, Comparator.comparing(ClusterRow::name));
    }

    @Override
    public final Optional<ClusterRow> cluster(ClusterName name) {
        var members = sql.list("select * from member where cluster = ? order by position", Rows::member, name);
        return sql.one("select * from cluster where name = ?", row -> Rows.cluster(row, members), name);
    }

    @Override
    public final List<OverrideRow> overrides() {
        return sorted(
                sql.list("select * from cluster_override", Rows::override), Comparator.comparing(OverrideRow::cluster));
    }

    @Override
    public final Optional<OverrideRow> override(ClusterName cluster) {
        return sql.one("select * from cluster_override where cluster = ?", Rows::override, cluster);
    }

    @Override
    public final Optional<ClusterName> clusterOf(DirectorName director) {
        return sql.one(
                "select cluster from member where director = ?", row -> new ClusterName(row.text("cluster")), director);
    }

    @Override
    public final List<TokenRow> tokens() {
        return sql.list("select * from token where revoked is null", Rows::token);
    }

    @Override
    public final List<TokenRow> revokedElsewhere() {
        return sql.list(
                "select * from token where revoked is not null and cluster not in (select name from cluster)",
                Rows::token);
    }

    @Override
    public final List<TokenRow> tokens(ClusterName cluster) {
        return sql.list("select * from token where cluster = ? order by created desc, id desc", Rows::token, cluster);
    }

    @Override
    public final Optional<TokenRow> token(String id) {
        return sql.one("select * from token where id = ?", Rows::token, id);
    }

    @Override
    public final List<DeviceRow> devices() {
        return sorted(sql.list("select * from device", Rows::device), Comparator.comparing(DeviceRow::name));
    }

    @Override
    public final Optional<DeviceRow> device(String name) {
        return sql.one("select * from device where name = ?", Rows::device, name);
    }

    @Override
    public final List<DrainRow> drains() {
        return sorted(sql.list("select * from drain", Rows::drain), Comparator.comparing(DrainRow::director));
    }

    @Override
    public final Optional<DrainRow> drain(DirectorName director) {
        return sql.one("select * from drain where director = ?", Rows::drain, director);
    }

    @Override
    public final Entry.Page activity(Entry.Query query) {
        return ActivityPage.read(sql, query);
    }

    @Override
    public final Optional<SessionRow> session(String digest) {
        return sql.one("select * from session where digest = ?", Rows::session, digest);
    }

    @Override
    public final Optional<Estate.Identity> estate() {
        return sql.one("select name, epoch from estate where id = 1", Rows::estate);
    }

    @Override
    public final Optional<Estate.AuthorityRow> authority(String name) {
        return sql.one("select * from authority where name = ?", Rows::authority, name);
    }

    @Override
    public final Optional<Estate.EnrolmentRow> enrolment(DirectorName director) {
        return sql.one("select * from enrolment where director = ?", Rows::enrolment, director);
    }

    @Override
    public final Optional<Estate.EnrolmentRow> enrolmentOf(String digest) {
        return sql.one("select * from enrolment where digest = ?", Rows::enrolment, digest);
    }

    @Override
    public final Optional<Estate.RevisionRow> revision(ClusterName cluster) {
        return sql.one("select * from revision where cluster = ?", Rows::revision, cluster);
    }

    @Override
    public final List<String> gateways() {
        var alive = sql.list(
                "select name from gateway where seen > " + sql.database().clock() + " - ?",
                row -> row.text("name"),
                ALIVE_MILLIS);
        return sorted(alive, Comparator.naturalOrder());
    }

    @Override
    public final Map<TokenDigest, Integer> carriedElsewhere(String gateway) {
        var sum = new HashMap<TokenDigest, Integer>();
        var others = sql.list(
                "select carried from gateway where seen > " + sql.database().clock() + " - ? and name <> ?",
                row -> Texts.counts(row.text("carried")),
                ALIVE_MILLIS,
                gateway);
        others.forEach(other -> other.forEach((token, count) -> sum.merge(token, count, Integer::sum)));
        return sum;
    }

    @Override
    public final List<Closure> closures(String token) {
        var closures = sql.list("select * from closure where token = ?", Rows::closure, token);
        return sorted(closures, Comparator.comparing(Closure::gateway));
    }

    private static <T> List<T> sorted(List<T> rows, Comparator<T> order) {
        return rows.stream().sorted(order).toList();
    }
}
