package dev.usher.gateway.control.activity;

import dev.usher.gateway.control.activity.Violation.Code;
import dev.usher.membership.settings.Body;
import dev.usher.membership.settings.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Collects all that is in the way of one change. *Confined to one thread.*
public final class Violations {

    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private static final String SERVICES = "services.";

    private final List<Violation> found = new ArrayList<>();
    private final List<Violation> warnings = new ArrayList<>();

    /// @param path a key path, as in `directors[2].port`; empty for the whole body
    public void add(String path, Code code, String detail) {
        found.add(new Violation(pointer(path), code, detail));
    }

    public void addAll(List<Violation> violations) {
        found.addAll(violations);
    }

    public void warn(String path, Code code, String detail) {
        warnings.add(new Violation(pointer(path), code, detail));
    }

    /// What the readers found.
    public void read(Body<?> body) {
        body.mistakes().forEach(mistake -> found.add(of(mistake, body.json())));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    public List<Violation> warnings() {
        return List.copyOf(warnings);
    }

    private static Violation of(Mistake mistake, boolean json) {
        var problem = mistake.problem();
        if (!json) {
            return new Violation(
                    "", Code.NOT_JSON, "line " + mistake.line() + ", column " + mistake.column() + ": " + problem);
        }
        var code = problem.startsWith("unknown key")
                ? Code.UNKNOWN_KEY
                : problem.startsWith("missing") ? Code.MISSING : Code.INVALID_VALUE;
        var detail = mistake.path().isEmpty() ? problem : mistake.path() + ": " + problem;
        return new Violation(pointer(mistake.path()), code, detail);
    }

    /// A key path as a JSON pointer. Dots part keys, but not in a service's name, which may hold some.
    static String pointer(String path) {
        if (path.isEmpty()) {
            return "";
        }
        var plain = INDEX.matcher(path.replace("~", "~0").replace("/", "~1")).replaceAll(".$1");
        int services = plain.startsWith(SERVICES) ? 0 : plain.indexOf("." + SERVICES) + 1;
        if (services == 0 && !plain.startsWith(SERVICES)) {
            return "/" + plain.replace('.', '/');
        }
        int name = services + SERVICES.length();
        return "/" + plain.substring(0, name).replace('.', '/') + plain.substring(name);
    }
}
