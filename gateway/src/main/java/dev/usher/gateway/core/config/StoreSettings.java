package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Secret;
import dev.usher.membership.settings.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where an estate is kept.
///
/// @param secretKey by which private keys are sealed; null for a key in a file beside a SQLite file
public record StoreSettings(Place place, @Nullable Secret secretKey) {

    /// A database.
    public sealed interface Place {

        /// One file, of one gateway.
        record Sqlite(Path file) implements Place {}

        /// A server, which several gateways may share.
        ///
        /// @param parameters of the connection, as in `sslmode`
        record Postgresql(
                String host,
                int port,
                String database,
                String user,
                @Nullable Secret password,
                Map<String, String> parameters)
                implements Place {
            public Postgresql {
                parameters = Map.copyOf(parameters);
            }
        }
    }

    private static final String SQLITE = "sqlite:";
    private static final String FILE = SQLITE + "data/usher.db";
    private static final String EXPECTED = "sqlite:path or postgresql://user@host:port/database";
    private static final int PORT = 5432;
    private static final int PORT_MAX = 65_535;
    private static final Set<String> PARAMETERS =
            Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "currentSchema");

    static StoreSettings read(Section section) {
        var url = section.has("url") ? section.optionalSecret("url") : new Secret(FILE);
        var password = section.optionalSecret("password");
        var secretKey = section.optionalSecret("secret_key");
        var read = section.made(url == null ? null : place(section, url.reveal(), password));
        var place = read.orNull();
        if (place instanceof Place.Sqlite && password != null) {
            section.warn("password", "a SQLite file has none");
        }
        if (place instanceof Place.Postgresql && !section.has("secret_key")) {
            section.mistake(
                    "secret_key",
                    "missing (expected: 32 random bytes as 64 hexadecimal digits or in base64, the same for all gateways)");
        }
        section.close();
        return new StoreSettings(read.get(), secretKey);
    }

    private static @Nullable Place place(Section section, String url, @Nullable Secret password) {
        try {
            return url.startsWith(SQLITE)
                    ? new Place.Sqlite(section.resolved(url.substring(SQLITE.length())))
                    : postgresql(new URI(url), password);
        } catch (IllegalArgumentException | URISyntaxException _) {
            section.mistake(
                    "url",
                    "(not shown) (expected: " + EXPECTED + ", with at most "
                            + String.join(", ", PARAMETERS.stream().sorted().toList()) + " as parameters)");
            return null;
        }
    }

    private static Place postgresql(URI url, @Nullable Secret password) {
        var scheme = url.getScheme();
        if (!("postgresql".equals(scheme) || "postgres".equals(scheme))
                || url.getHost() == null
                || url.getRawUserInfo() == null
                || url.getPath() == null
                || url.getPath().length() < 2) {
            throw new IllegalArgumentException("no database");
        }
        var port = url.getPort() < 0 ? PORT : url.getPort();
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("no port");
        }
        var user = url.getRawUserInfo().split(":", 2);
        var host = url.getHost();
        return new Place.Postgresql(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                url.getPath().substring(1),
                decoded(user[0]),
                user.length < 2 || password != null ? password : new Secret(decoded(user[1])),
                parameters(url.getRawQuery()));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new TreeMap<String, String>();
        if (query != null) {
            for (var pair : query.split("&", -1)) {
                var parts = pair.split("=", 2);
                if (parts.length < 2 || !PARAMETERS.contains(parts[0])) {
                    throw new IllegalArgumentException("no parameter");
                }
                parameters.put(parts[0], decoded(parts[1]));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
