package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Scalars;
import dev.usher.membership.settings.Section;
import dev.usher.membership.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a cluster says about itself that no rule of membership or access asks for, and that is kept as JSON with the
/// keys of the YAML.
///
/// @param configuration which revision of the cluster its sidecars' configuration was last changed by
/// @param update null for no updates
public record ClusterOptions(
        int configuration,
        BalancingSettings balancing,
        HealthSettings health,
        RetrySettings retry,
        @Nullable UpdateSettings update) {

    public static final ClusterOptions DEFAULTS = parse("{}");

    private static final String CONFIGURATION = "configuration";

    /// Reads what is given; a section that is given replaces the one of `base` whole, and one that is null resets it.
    static ClusterOptions read(Section section, ClusterOptions base) {
        var registry = new Registry();
        var balancing = section.section("balancing", BalancingSettings::read);
        var health = section.section("health", child -> HealthSettings.read(child, null, registry));
        var retry = section.section("retry", RetrySettings::read);
        var update = section.optionalSection("update", UpdateSettings::read);
        return new ClusterOptions(
                base.configuration,
                chosen(section, "balancing", balancing.orNull(), base.balancing),
                chosen(section, "health", health.orNull(), base.health),
                chosen(section, "retry", retry.orNull(), base.retry),
                section.mentions("update") ? update : base.update);
    }

    /// Reads what [#json] wrote.
    public static ClusterOptions parse(String json) {
        var read = Settings.body(json, section -> {
            int configuration = section.integer(CONFIGURATION, 1, 1, Integer.MAX_VALUE);
            var registry = new Registry();
            var balancing = section.section("balancing", BalancingSettings::read);
            var health = section.section("health", child -> HealthSettings.read(child, null, registry));
            var retry = section.section("retry", RetrySettings::read);
            var update = section.optionalSection("update", UpdateSettings::read);
            section.close();
            return new ClusterOptions(configuration, balancing.get(), health.get(), retry.get(), update);
        });
        var options = read.value();
        if (options == null || !read.mistakes().isEmpty()) {
            throw new IllegalArgumentException("settings of a cluster: " + read.mistakes());
        }
        return options;
    }

    /// The same with another revision of the sidecars' configuration.
    public ClusterOptions configured(int revision) {
        return new ClusterOptions(revision, balancing, health, retry, update);
    }

    /// Every value by its key path, as in `health.path`; numbers are Integer, all else is String.
    public Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("balancing.policy", written(balancing.policy()));
        values.put("health.check", written(health.check()));
        values.put("health.service", health.service().value());
        values.put("health.path", health.path());
        values.put("health.interval", Scalars.words(health.interval()));
        values.put("health.timeout", Scalars.words(health.timeout()));
        values.put("health.healthy_after", health.healthyAfter());
        values.put("health.unhealthy_after", health.unhealthyAfter());
        values.put("retry.budget_percent", retry.budgetPercent());
        values.put("retry.minimum_per_second", retry.minimumPerSecond());
        if (update != null) {
            putUpdate(values, update);
        }
        return values;
    }

    private static void putUpdate(Map<String, Object> values, UpdateSettings update) {
        values.put("update.mode", "auto");
        values.put("update.method", written(update.method()));
        values.put("update.version", update.version());
        if (update.schedule() != null) {
            values.put("update.cron", update.schedule().toString());
        }
        values.put("update.interval", Scalars.words(update.interval()));
        values.put("update.drain_timeout", Scalars.words(update.drainTimeout()));
        values.put("update.health_timeout", Scalars.words(update.healthTimeout()));
        values.put("update.soak", Scalars.words(update.soak()));
    }

    /// As it is kept.
    public String json() {
        var sections = new LinkedHashMap<String, Map<String, Object>>();
        values().forEach((path, value) -> {
            int dot = path.indexOf('.');
            sections.computeIfAbsent(path.substring(0, dot), _ -> new LinkedHashMap<>())
                    .put(path.substring(dot + 1), value);
        });
        var objects = sections.entrySet().stream()
                .map(section -> quoted(section.getKey()) + ":" + object(section.getValue()))
                .collect(Collectors.joining(","));
        return "{" + quoted(CONFIGURATION) + ":" + configuration + "," + objects + "}";
    }

    private static String object(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":"
                        + (entry.getValue() instanceof String text ? quoted(text) : entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static <T> T chosen(Section section, String key, @Nullable T found, T base) {
        return section.mentions(key) && found != null ? found : base;
    }

    private static String written(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
