package dev.usher.gateway.control.fleet.rules;

import dev.usher.gateway.control.activity.Violation;
import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.gateway.control.activity.Violations;
import dev.usher.gateway.control.store.DirectorRow;
import dev.usher.gateway.control.store.Ownership;
import dev.usher.gateway.core.model.DirectorName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which Directors a new cluster can have.
public final class Selection {

    /// A Director as a choice.
    ///
    /// @param reasons all that is in the way; empty when it can be selected
    public record Candidate(DirectorRow director, List<Violation> reasons) {
        public Candidate {
            reasons = List.copyOf(reasons);
        }
    }

    private Selection() {}

    /// Every Director, by name.
    ///
    /// @param type of the new cluster; null while nobody chose
    public static List<Candidate> candidates(Known known, @Nullable Ownership type) {
        return known.directors().stream()
                .map(director -> new Candidate(director, reasons(known, director.name(), type, "")))
                .toList();
    }

    /// All that keeps a Director out of a new cluster.
    ///
    /// @param path where it stands in the body
    static List<Violation> reasons(Known known, DirectorName name, @Nullable Ownership type, String path) {
        var violations = new Violations();
        var cluster = known.clusterOf(name);
        if (cluster != null) {
            violations.add(
                    path, Code.DIRECTOR_IN_CLUSTER, name + " is in cluster " + cluster + " (expected: in no cluster)");
        }
        var row = known.director(name);
        if (row == null) {
            if (cluster == null) {
                violations.add(path, Code.DIRECTOR_UNKNOWN, name + " (expected: the name of a Director)");
            }
            return violations.found();
        }
        if (type != null && row.type() != type) {
            violations.add(
                    path,
                    Code.DIRECTOR_TYPE,
                    name + " is " + DirectorRules.word(row.type()) + " (expected: " + DirectorRules.word(type)
                            + ", as the cluster is)");
        }
        if (!known.connected().test(name)) {
            violations.add(path, Code.DIRECTOR_NOT_CONNECTED, name + " is not_connected (expected: connected)");
        }
        if (cluster == null) {
            checkConfigured(known, row, path, violations);
        }
        return violations.found();
    }

    private static void checkConfigured(Known known, DirectorRow row, String path, Violations violations) {
        known.configured(row.name())
                .forEach(how -> violations.add(
                        path,
                        Code.DIRECTOR_CONFIGURED,
                        row.name() + " is configured already: " + how
                                + " (expected: a Director not configured before)"));
    }
}
