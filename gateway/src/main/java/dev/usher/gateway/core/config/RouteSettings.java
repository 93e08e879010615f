package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One line of a listener's routing table.
///
/// @param host in lower case, `*.` in front for anything below; null for any
/// @param pathPrefix what the path must start with, character for character; null for any
public record RouteSettings(@Nullable String host, @Nullable String pathPrefix, TargetSettings target) {

    static final String PATH = "a path that starts with /, without ?, # or spaces";

    private static final int PATH_MAX = 1024;

    /// Whether it matches every request.
    public boolean matchesAll() {
        return host == null && pathPrefix == null;
    }

    /// Reads `routes`, or the single `target` instead of them.
    static List<RouteSettings> readAll(Section listener, Registry registry) {
        var routes = listener.list("routes", route -> read(route, registry));
        var target = listener.optionalSection("target", section -> TargetSettings.read(section, registry));
        var hasRoutes = listener.count("routes") > 0;
        if (hasRoutes && listener.has("target")) {
            listener.mistake("target", "routes and target (expected: one of both)");
        }
        if (!hasRoutes && !listener.has("target")) {
            listener.mistake("target", "missing (expected: {cluster, service}, or routes)");
        }
        for (var index = 0; index < routes.size() - 1; index++) {
            if (routes.get(index).matchesAll()) {
                listener.warn(
                        "routes", "what follows routes[" + index + "] is never reached, as that matches everything");
                break;
            }
        }
        return target == null ? routes : List.of(new RouteSettings(null, null, target));
    }

    private static RouteSettings read(Section section, Registry registry) {
        var match = section.section("match", Match::read);
        var target = section.section("target", child -> TargetSettings.read(child, registry));
        section.close();
        return new RouteSettings(match.get().host, match.get().pathPrefix, target.get());
    }

    private record Match(@Nullable String host, @Nullable String pathPrefix) {
        static Match read(Section section) {
            var host = section.optional("host", "a host name, or *. and one", RouteSettings::host);
            var pathPrefix = section.optional("path_prefix", PATH, RouteSettings::path);
            section.notYet("header");
            section.close();
            return new Match(host, pathPrefix);
        }
    }

    private static String host(String text) {
        Hosts.parse(text.startsWith("*.") ? text.substring(2) : text);
        return text.toLowerCase(Locale.ROOT);
    }

    static String path(String text) {
        var plain =
                text.length() <= PATH_MAX && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
        if (!text.startsWith("/") || !plain || text.contains("?") || text.contains("#")) {
            throw new IllegalArgumentException("no path");
        }
        return text;
    }
}
