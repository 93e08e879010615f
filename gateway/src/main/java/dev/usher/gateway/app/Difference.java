package dev.usher.gateway.app;

import dev.usher.gateway.core.config.ClusterSettings;
import dev.usher.gateway.core.config.Configuration;
import dev.usher.gateway.core.config.ListenerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a configuration says otherwise than the one before it.
///
/// @param fixed what cannot change while the gateway runs, as in `listeners[0].address: changed`
/// @param live what can
record Difference(List<String> fixed, List<String> live) {

    Difference {
        fixed = List.copyOf(fixed);
        live = List.copyOf(live);
    }

    static Difference between(Configuration before, Configuration after) {
        var fixed = new ArrayList<>(new Parts<>(before, after)
                        .of("gateway", Configuration::gateway)
                        .of(
                                "admin.address",
                                configuration -> configuration.admin().address())
                        .of("admin.tls", configuration -> configuration.admin().tls())
                        .of(
                                "admin.trusted_proxies",
                                configuration -> configuration.admin().trustedProxies())
                        .of(
                                "admin.sessions",
                                configuration -> configuration.admin().sessions())
                        .of("metrics", Configuration::metrics)
                        .of("control", Configuration::control)
                        .of("store", Configuration::store)
                        .of("log", Configuration::log)
                        .changed()
                        .stream()
                        .map(Difference::changed)
                        .toList());
        var live = new ArrayList<>(new Parts<>(before, after)
                .of("admin.users", configuration -> configuration.admin().users())
                .of("admin.api_tokens", configuration -> configuration.admin().apiTokens())
                .changed());
        listeners(before.listeners(), after.listeners(), fixed, live);
        clusters(before.clusters(), after.clusters(), live);
        return new Difference(fixed, live);
    }

    private static void listeners(
            List<ListenerSettings> before, List<ListenerSettings> after, List<String> fixed, List<String> live) {
        var known = byName(before, ListenerSettings::name);
        for (var index = 0; index < after.size(); index++) {
            var path = "listeners[" + index + "]";
            var listener = after.get(index);
            var old = known.remove(listener.name());
            if (old == null) {
                fixed.add(path + ": " + listener.name() + " is new");
                continue;
            }
            new Parts<>(old, listener)
                    .of("protocol", ListenerSettings::protocol)
                    .of("address", ListenerSettings::address)
                    .of("tls", ListenerSettings::tls)
                    .of("forward_credentials", ListenerSettings::forwardCredentials)
                    .of("limits", ListenerSettings::limits)
                    .of("timeouts", ListenerSettings::timeouts)
                    .changed()
                    .forEach(part -> fixed.add(changed(path + "." + part)));
            var changed = new Parts<>(old, listener)
                    .of("routes", ListenerSettings::routes)
                    .of("token", ListenerSettings::token)
                    .of("trusted_proxies", ListenerSettings::trustedProxies)
                    .changed();
            tell("listener " + listener.name(), changed, live);
        }
        known.keySet().forEach(name -> fixed.add("listeners: " + name + " is gone"));
    }

    private static void clusters(List<ClusterSettings> before, List<ClusterSettings> after, List<String> live) {
        var known = byName(before, ClusterSettings::name);
        for (var cluster : after) {
            var old = known.remove(cluster.name());
            if (old == null) {
                live.add("cluster " + cluster.name() + " (new)");
                continue;
            }
            var changed = new Parts<>(old, cluster)
                    .of("type", ClusterSettings::type)
                    .of("port", ClusterSettings::port)
                    .of("enabled", ClusterSettings::enabled)
                    .of("revision", ClusterSettings::revision)
                    .of("plaintext", ClusterSettings::plaintextAccepted)
                    .of("tls", ClusterSettings::security)
                    .of("directors", ClusterSettings::directors)
                    .of("access", ClusterSettings::access)
                    .of("balancing", ClusterSettings::balancing)
                    .of("health", ClusterSettings::health)
                    .of("retry", ClusterSettings::retry)
                    .changed();
            tell("cluster " + cluster.name(), changed, live);
        }
        known.keySet().forEach(name -> live.add("cluster " + name + " (gone)"));
    }

    private static String changed(String path) {
        return path + ": changed";
    }

    private static void tell(String what, List<String> changed, List<String> live) {
        if (!changed.isEmpty()) {
            live.add(what + " (" + String.join(", ", changed) + ")");
        }
    }

    private static <N, T> Map<N, T> byName(List<T> all, Function<T, N> name) {
        var byName = new LinkedHashMap<N, T>();
        all.forEach(each -> byName.put(name.apply(each), each));
        return byName;
    }

    /// Compares two of a kind, part by part.
    private record Parts<T>(T before, T after, List<String> changed) {

        Parts(T before, T after) {
            this(before, after, new ArrayList<>());
        }

        Parts<T> of(String name, Function<T, @Nullable Object> part) {
            if (!Objects.equals(part.apply(before), part.apply(after))) {
                changed.add(name);
            }
            return this;
        }
    }
}
