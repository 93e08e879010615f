package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Loaded;
import dev.usher.membership.settings.Section;
import dev.usher.membership.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A gateway's whole configuration file, without mistakes. What each setting means stands in `config/gateway.yaml`.
///
/// @param metrics where `/metrics` is served once more; null for the admin address only
/// @param control where sidecars connect to; null for nowhere
/// @param store where the estate is kept; null for nowhere
public record Configuration(
        GatewaySettings gateway,
        AdminSettings admin,
        @Nullable Endpoint metrics,
        @Nullable ControlSettings control,
        @Nullable StoreSettings store,
        LogSettings log,
        List<ListenerSettings> listeners,
        List<ClusterSettings> clusters) {

    private static final int VERSION = 1;

    public Configuration {
        listeners = List.copyOf(listeners);
        clusters = List.copyOf(clusters);
    }

    /// Reads and checks `file`.
    ///
    /// @throws dev.usher.membership.settings.ConfigException with every mistake in it
    public static Loaded<Configuration> load(Path file) {
        return Settings.read(file, Configuration::read);
    }

    /// Reads and checks a text that is no file; relative paths in it are relative to `folder`.
    public static Loaded<Configuration> parse(
            String name, String text, Path folder, Function<String, @Nullable String> environment) {
        return Settings.parse(name, text, folder, environment, Configuration::read);
    }

    private static Configuration read(Section root) {
        var registry = new Registry(root.has("store"));
        root.integer("version", VERSION, VERSION);
        var gateway = root.section("gateway", GatewaySettings::read);
        var admin = root.section("admin", section -> AdminSettings.read(section, registry));
        var metrics = root.optionalSection("metrics", section -> metrics(section, registry));
        var control = root.optionalSection("control", section -> ControlSettings.read(section, registry));
        var store = root.optionalSection("store", StoreSettings::read);
        var log = root.section("log", LogSettings::read);
        var listeners = root.list("listeners", section -> ListenerSettings.read(section, registry));
        var clusters = root.list("clusters", section -> ClusterSettings.read(section, registry));
        if (!root.has("control")) {
            clusters.stream()
                    .filter(cluster -> cluster.security() == null)
                    .forEach(cluster -> root.mistake(
                            "control",
                            "missing (expected: control, whose estate makes the certificates of managed cluster "
                                    + cluster.name() + ")"));
        }
        if (root.has("control") && !root.has("store")) {
            root.mistake("store", "missing (expected: store, which keeps the estate that control is for)");
        }
        if (root.count("listeners") == 0) {
            root.mistake("listeners", "missing (expected: at least one listener)");
        }
        root.close();
        return new Configuration(gateway.get(), admin.get(), metrics, control, store, log.get(), listeners, clusters);
    }

    private static Endpoint metrics(Section section, Registry registry) {
        var address = section.value("address", Endpoint.EXPECTED, Endpoint::parse);
        registry.bind(section, "address", address.orNull());
        section.close();
        return address.get();
    }
}
