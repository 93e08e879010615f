package dev.usher.gateway.control.store.sql;

import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.DeviceRow;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.DrainRow;
import dev.usher.gateway.control.store.Entry;
import dev.usher.gateway.control.store.Estate;
import dev.usher.gateway.control.store.OverrideRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.control.store.Records;
import dev.usher.gateway.control.store.SessionRow;
import dev.usher.gateway.control.store.TokenRow;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.TokenDigest;
import dev.usher.gateway.core.model.TokenName;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// Makes records of rows.
final class Rows {

    private Rows() {}

    static DirectorRow director(Sql.Row row) throws SQLException {
        var enabledBefore = row.numberOrNull("enabled_before");
        return new DirectorRow(
                new DirectorName(row.text("name")),
                Ownership.valueOf(row.text("type")),
                row.text("address"),
                row.small("port"),
                Texts.services(row.text("services")),
                row.flag("enabled"),
                enabledBefore == null ? null : enabledBefore != 0,
                row.flag("delivered"),
                row.number("revision"),
                row.number("created"));
    }

    static ClusterRow cluster(Sql.Row row, List<ClusterRow.Member> members) throws SQLException {
        var tls = new ClusterRow.Tls(
                row.flag("tls_enabled"),
                row.text("tls_certificate"),
                row.text("tls_authority"),
                Texts.sealed(row.text("tls_key")));
        var restriction = new ClusterRow.Restriction(row.flag("restricted"), Texts.list(row.text("sources")));
        return new ClusterRow(
                new ClusterName(row.text("name")),
                Ownership.valueOf(row.text("type")),
                row.small("port"),
                row.flag("enabled"),
                row.flag("plaintext_accepted"),
                tls,
                restriction,
                row.flag("tokens_demanded"),
                row.text("settings"),
                members,
                row.number("revision"),
                row.number("created"));
    }

    static ClusterRow.Member member(Sql.Row row) throws SQLException {
        return new ClusterRow.Member(
                new DirectorName(row.text("director")),
                row.text("address"),
                row.small("port"),
                row.small("weight"),
                Texts.services(row.text("services")));
    }

    static OverrideRow override(Sql.Row row) throws SQLException {
        return new OverrideRow(new ClusterName(row.text("cluster")), row.flag("enabled"), row.number("revision"));
    }

    static TokenRow token(Sql.Row row) throws SQLException {
        return new TokenRow(
                row.text("id"),
                new ClusterName(row.text("cluster")),
                new TokenName(row.text("name")),
                TokenDigest.parse(row.text("digest")),
                row.number("created"),
                row.numberOrNull("expires"),
                row.numberOrNull("revoked"),
                Texts.list(row.text("listeners")).stream()
                        .map(ListenerName::new)
                        .collect(Collectors.toSet()),
                Texts.list(row.text("sources")),
                row.numberOrNull("last_used"));
    }

    static DeviceRow device(Sql.Row row) throws SQLException {
        var director = row.textOrNull("director");
        var cluster = row.textOrNull("cluster");
        return new DeviceRow(
                row.text("name"),
                row.text("type"),
                director == null ? null : new DirectorName(director),
                cluster == null ? null : new ClusterName(cluster),
                row.number("revision"),
                row.number("created"));
    }

    static DrainRow drain(Sql.Row row) throws SQLException {
        return new DrainRow(
                new DirectorName(row.text("director")),
                row.text("user_name"),
                row.number("deadline"),
                row.flag("forced"),
                row.number("created"));
    }

    static Entry.Written entry(Sql.Row row) throws SQLException {
        var entry = new Entry(
                row.text("user_name"),
                row.text("user_ip"),
                row.text("object_type"),
                row.text("object"),
                row.text("action"),
                row.text("description"));
        return new Entry.Written(row.number("id"), entry, row.number("created"));
    }

    static SessionRow session(Sql.Row row) throws SQLException {
        return new SessionRow(
                row.text("digest"), row.text("email"), row.text("csrf"), row.number("created"), row.number("used"));
    }

    static Estate.Identity estate(Sql.Row row) throws SQLException {
        return new Estate.Identity(row.text("name"), row.number("epoch"));
    }

    static Estate.AuthorityRow authority(Sql.Row row) throws SQLException {
        return new Estate.AuthorityRow(row.text("name"), row.text("certificate"), Texts.sealed(row.text("sealed_key")));
    }

    static Estate.EnrolmentRow enrolment(Sql.Row row) throws SQLException {
        return new Estate.EnrolmentRow(
                row.text("director"), row.textOrNull("digest"), row.number("used"), row.textOrNull("public_key"));
    }

    static Estate.RevisionRow revision(Sql.Row row) throws SQLException {
        return new Estate.RevisionRow(row.text("cluster"), row.number("number"), row.text("content"));
    }

    static Records.Closure closure(Sql.Row row) throws SQLException {
        return new Records.Closure(row.text("gateway"), row.small("connections"));
    }
}
