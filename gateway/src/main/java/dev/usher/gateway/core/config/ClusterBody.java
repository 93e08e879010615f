package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.DirectorName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Secret;
import dev.usher.membership.settings.Section;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cluster as somebody sends it: all of a new one, or what shall be different of one that is there. It has the keys
/// of
/// the YAML, read by the same readers. What was not given is null.
///
/// @param count how many Directors were given, those with mistakes too; null where no list was given
/// @param options with those of the cluster that is there where they were not given
public record ClusterBody(
        @Nullable ClusterName name,
        ClusterSettings.@Nullable Type type,
        @Nullable Integer port,
        @Nullable Boolean enabled,
        @Nullable Boolean plaintextAccepted,
        @Nullable Tls tls,
        @Nullable Integer count,
        List<Member> directors,
        Access access,
        ClusterOptions options) {

    private enum Plaintext {
        ACCEPTED
    }

    /// @param authority empty to have none any more
    public record Tls(
            @Nullable Boolean enabled,
            @Nullable String certificate,
            @Nullable Secret privateKey,
            @Nullable String authority) {}

    /// @param path where it stands, as in `directors[2]`
    public record Member(
            String path,
            DirectorName name,
            @Nullable String address,
            @Nullable Integer port,
            @Nullable Integer weight,
            @Nullable Map<ServiceName, Integer> services) {}

    /// @param sources as they were written
    public record Restriction(
            @Nullable Boolean enabled, @Nullable List<String> sources) {

        private static final Restriction NONE = new Restriction(null, null);

        /// Reads `{enabled, sources}`.
        public static Restriction read(Section section) {
            var enabled = given(section, "enabled");
            var rules = Sources.read(section, "sources");
            section.close();
            var sources = rules.stream().map(AccessRule::text).toList();
            return new Restriction(enabled, section.mentions("sources") ? sources : null);
        }
    }

    /// Who may use it.
    public record Access(Restriction restriction, @Nullable Boolean tokensDemanded) {

        private static final Access NONE = new Access(Restriction.NONE, null);

        private record Demand(@Nullable Boolean enabled) {}

        static Access read(Section section) {
            var restriction = section.section("restriction", Restriction::read).orNull();
            var tokens = section.section("tokens", child -> {
                        var enabled = given(child, "enabled");
                        child.close();
                        return new Demand(enabled);
                    })
                    .orNull();
            section.close();
            return new Access(
                    restriction == null ? Restriction.NONE : restriction, tokens == null ? null : tokens.enabled);
        }
    }

    public ClusterBody {
        directors = List.copyOf(directors);
    }

    /// Reads a new cluster.
    public static ClusterBody create(Section section) {
        return read(
                section, section.value("name", Names.EXPECTED, ClusterName::new).orNull(), ClusterOptions.DEFAULTS);
    }

    /// Reads what shall be different.
    ///
    /// @param base the options that are there
    public static ClusterBody update(Section section, ClusterOptions base) {
        return read(section, section.optional("name", Names.EXPECTED, ClusterName::new), base);
    }

    private static ClusterBody read(Section section, @Nullable ClusterName name, ClusterOptions base) {
        var type = section.optionalChoice("type", ClusterSettings.Type.class);
        var port = whole(section, "port", DirectorSettings.PORT_MAX - 1);
        var enabled = given(section, "enabled");
        var plaintext = section.optionalChoice("plaintext", Plaintext.class) != null;
        var tls = section.optionalSection("tls", ClusterBody::readTls);
        var directors = section.list("directors", ClusterBody::readMember);
        var access = section.section("access", Access::read).orNull();
        var options = ClusterOptions.read(section, base);
        section.close();
        return new ClusterBody(
                name,
                type,
                port,
                enabled,
                section.mentions("plaintext") ? Boolean.valueOf(plaintext) : null,
                tls,
                section.mentions("directors") ? Integer.valueOf(section.count("directors")) : null,
                directors,
                access == null ? Access.NONE : access,
                options);
    }

    private static Tls readTls(Section section) {
        var enabled = given(section, "enabled");
        var certificate = section.optional("certificate", "certificates in PEM", text -> text);
        var key = section.optionalSecret("private_key");
        var authority = section.optional("ca", "a certificate in PEM", text -> text);
        section.close();
        return new Tls(enabled, certificate, key, authority == null && section.mentions("ca") ? "" : authority);
    }

    private static Member readMember(Section section) {
        var name = section.value("name", Names.EXPECTED, DirectorName::new);
        var address = section.optional("address", Hosts.EXPECTED, Hosts::parse);
        var port = whole(section, "port", DirectorSettings.PORT_MAX - 1);
        var weight = DirectorSettings.readWeight(section);
        var services = section.has("services")
                ? section.section("services", DirectorSettings::readServices).orNull()
                : null;
        section.close();
        return new Member(
                section.path(),
                name.get(),
                address,
                port,
                section.has("weight") ? Integer.valueOf(weight) : null,
                services);
    }

    /// A whole number from one up; null where it is absent or wrong.
    static @Nullable Integer whole(Section section, String key, int max) {
        return section.has(key) ? section.integer(key, 1, max).orNull() : null;
    }

    /// Whether something was said to be so; null where nothing was said.
    static @Nullable Boolean given(Section section, String key) {
        boolean value = section.bool(key, false);
        return section.has(key) ? Boolean.valueOf(value) : null;
    }
}
