package dev.usher.gateway.app.quickstart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `quickstart.env`: what a script needs to know of a running quickstart, made for `source`. The names are a contract.
final class EnvironmentFile {

    private EnvironmentFile() {}

    static String render(Map<String, String> addresses, List<Child> children, Site site) {
        var variables = new LinkedHashMap<>(addresses);
        for (var child : children) {
            describe(child, site, variables);
        }
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + Shell.word(variable.getValue()))
                .collect(Collectors.joining(
                        "\n",
                        "# A running Usher quickstart. Written when a request had passed through each Director.\n",
                        "\nexport " + String.join(" ", variables.keySet()) + "\n"));
    }

    private static void describe(Child child, Site site, Map<String, String> variables) {
        var part = child.part();
        variables.put(part.variable() + "_PID", Long.toString(child.pid()));
        if (part.name().startsWith("director-")) {
            variables.put(
                    part.variable() + "_URL",
                    "http://127.0.0.1:" + part.arguments().getLast());
        }
        variables.put(
                part.variable() + "_RESTART",
                Shell.word(site.restart(part.name()).toString()));
    }
}
