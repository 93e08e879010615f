package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.ClusterRow;
import dev.usher.gateway.control.store.ClusterRow.Member;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.core.config.ClusterBody;
import dev.usher.gateway.core.config.ClusterOptions;
import dev.usher.gateway.core.config.Coordination;
import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.membership.mesh.Security;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who is in a cluster, and where they are reached.
final class Membership {

    private static final int WEIGHT = 100;

    private Membership() {}

    /// Each Director can be selected, once.
    static void select(Known known, List<ClusterBody.Member> wanted, Ownership type, Violations violations) {
        var seen = new HashSet<DirectorName>();
        for (var member : wanted) {
            var path = member.path() + ".name";
            if (!seen.add(member.name())) {
                violations.add(path, Code.DIRECTOR_TWICE, member.name() + " twice (expected: each Director once)");
            } else {
                Selection.reasons(known, member.name(), type, path)
                        .forEach(reason -> violations.add(path, reason.code(), reason.detail()));
            }
        }
    }

    /// What was not said of a Director is as the Director itself says, and the port else as the cluster says.
    static List<Member> resolve(Known known, List<ClusterBody.Member> wanted, int clusterPort, Violations violations) {
        var members = new ArrayList<Member>();
        for (var member : wanted) {
            var row = known.director(member.name());
            var address = member.address() != null ? member.address() : row == null ? "" : row.address();
            if (address.isEmpty() && row != null) {
                violations.add(
                        member.path() + ".address",
                        Code.ADDRESS_MISSING,
                        member.path() + ".address: missing (expected: an IP address or a host name, as Director "
                                + member.name() + " has none)");
            }
            int own = row == null || row.port() == 0 ? clusterPort : row.port();
            members.add(new Member(
                    member.name(),
                    address,
                    Objects.requireNonNullElse(member.port(), own),
                    Objects.requireNonNullElse(member.weight(), WEIGHT),
                    member.services() != null ? member.services() : row == null ? Map.of() : row.services()));
        }
        return members;
    }

    /// The same Directors, with what was said about each.
    static List<Member> edited(List<Member> before, ClusterBody body, Violations violations) {
        var wanted = new HashMap<DirectorName, ClusterBody.Member>();
        for (var member : body.directors()) {
            var path = member.path() + ".name";
            if (wanted.putIfAbsent(member.name(), member) != null) {
                violations.add(path, Code.DIRECTOR_TWICE, member.name() + " twice (expected: each Director once)");
            }
            if (before.stream().noneMatch(each -> each.director().equals(member.name()))) {
                violations.add(
                        path,
                        Code.MEMBERS_FIXED,
                        member.name() + " is not in the cluster (expected: the same Directors; none can be added)");
            }
        }
        boolean whole = Objects.equals(body.count(), body.directors().size());
        return before.stream()
                .map(member -> {
                    var edit = wanted.get(member.director());
                    if (edit == null && whole) {
                        violations.add(
                                "directors",
                                Code.MEMBERS_FIXED,
                                "directors: without " + member.director()
                                        + " (expected: the same Directors; only deleting the cluster releases them)");
                    }
                    return edit == null ? member : edited(member, edit);
                })
                .toList();
    }

    private static Member edited(Member before, ClusterBody.Member edit) {
        return new Member(
                before.director(),
                Objects.requireNonNullElse(edit.address(), before.address()),
                Objects.requireNonNullElse(edit.port(), before.port()),
                Objects.requireNonNullElse(edit.weight(), before.weight()),
                Objects.requireNonNullElse(edit.services(), before.services()));
    }

    static Member with(Member member, int port) {
        return new Member(member.director(), member.address(), port, member.weight(), member.services());
    }

    /// Nobody else has their addresses, they may speak as they do, and they have the service that is checked.
    ///
    /// @param whole whether no Director is missing for a mistake of its own
    static void check(Known known, ClusterRow row, ClusterOptions options, boolean whole, Violations violations) {
        if (whole) {
            checkAddresses(known, row, violations);
        }
        if (!row.tls().enabled() && !row.plaintextAccepted()) {
            row.directors().stream()
                    .filter(member -> !member.address().isEmpty() && !Coordination.loopback(member.address()))
                    .findFirst()
                    .ifPresent(member -> violations.add(
                            "plaintext",
                            Code.PLAINTEXT_NOT_ACCEPTED,
                            "plaintext: missing, and " + member.director() + " has " + member.address()
                                    + " (expected: tls, loopback addresses, or plaintext: accepted)"));
        }
        var service = options.health().service();
        var without = row.directors().stream()
                .filter(member -> !member.services().containsKey(service))
                .map(Member::director)
                .toList();
        if (!without.isEmpty()) {
            violations.add(
                    "health.service",
                    Code.SERVICE_MISSING,
                    "health.service: " + service + " (expected: a service of every Director; " + Words.list(without)
                            + " without it)");
        }
    }

    /// A Director that is in another cluster has its own address there, which is no second mistake.
    private static void checkAddresses(Known known, ClusterRow row, Violations violations) {
        var taken = new HashMap<Coordination, Holder>();
        known.clusters().stream()
                .filter(cluster -> !cluster.name().equals(row.name()))
                .forEach(cluster -> claim(cluster, taken));
        known.declared()
                .clusters()
                .forEach(cluster -> cluster.directors()
                        .forEach(director -> Coordination.of(
                                        director.address(),
                                        director.port(),
                                        !(cluster.security() instanceof Security.Plaintext))
                                .forEach(
                                        each -> taken.putIfAbsent(each, new Holder(director.name(), cluster.name())))));
        for (int i = 0; i < row.directors().size(); i++) {
            var member = row.directors().get(i);
            var holder = claim(row.name(), member, row.tls().enabled(), taken);
            if (holder != null && !holder.director.equals(member.director())) {
                violations.add(
                        "directors[" + i + "].port",
                        Code.ADDRESS_TAKEN,
                        "directors[" + i + "].port: " + member.port() + " of " + member.address() + " (expected: a free"
                                + " coordination address; " + holder + " has it"
                                + (row.tls().enabled() ? ")" : ", as without tls the next port is taken too)"));
            }
        }
    }

    private static void claim(ClusterRow cluster, Map<Coordination, Holder> taken) {
        cluster.directors()
                .forEach(member -> claim(cluster.name(), member, cluster.tls().enabled(), taken));
    }

    /// @return who had one of its ports before, or null
    private static @Nullable Holder claim(
            ClusterName cluster, Member member, boolean encrypted, Map<Coordination, Holder> taken) {
        if (member.address().isEmpty()) {
            return null;
        }
        Holder holder = null;
        for (var each : Coordination.of(member.address(), member.port(), encrypted)) {
            var before = taken.putIfAbsent(each, new Holder(member.director(), cluster));
            holder = holder == null ? before : holder;
        }
        return holder;
    }

    /// Who has an address.
    private record Holder(DirectorName director, ClusterName cluster) {
        @Override
        public String toString() {
            return director + " of cluster " + cluster;
        }
    }
}
