package dev.usher.gateway.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tables of ARCHITECTURE.md: each room (a package with its subpackages) and whom it may import, and each
/// library with the rooms that may import it.
///
/// @param root what stands before a room's name, with a dot at its end
record Walls(String root) {

    /// A room may also import itself and the JDK. An entry covers all rooms whose names start with it.
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("gateway.core.model", List.of()),
            Map.entry("gateway.core.net", List.of()),
            Map.entry("gateway.core.snapshot", List.of("gateway.core.model", "gateway.core.net")),
            Map.entry(
                    "gateway.core.exchange",
                    List.of("gateway.core.model", "gateway.core.net", "gateway.core.snapshot")),
            Map.entry("gateway.core.signal", List.of("gateway.core.model")),
            Map.entry(
                    "gateway.core.config",
                    List.of("gateway.core.model", "gateway.core.net", "membership.mesh", "membership.settings")),
            Map.entry("gateway.data.load", List.of("gateway.core", "membership.time")),
            Map.entry("gateway.data.ingress", List.of("gateway.core", "membership.time")),
            Map.entry("gateway.data.acl", List.of("gateway.core")),
            Map.entry("gateway.data.auth", List.of("gateway.core")),
            Map.entry("gateway.data.route", List.of("gateway.core")),
            Map.entry("gateway.data.balance", List.of("gateway.core", "gateway.data.load")),
            Map.entry("gateway.data.tls", List.of("gateway.core")),
            Map.entry("gateway.data.upstream", List.of("gateway.core", "membership.time")),
            Map.entry("gateway.data.relay", List.of("gateway.core", "gateway.data.load", "membership.time")),
            Map.entry(
                    "gateway.data.health",
                    List.of("gateway.core", "gateway.data.load", "membership.probe", "membership.time")),
            Map.entry("gateway.data.drain", List.of("gateway.core", "gateway.data.load", "membership.time")),
            Map.entry("gateway.data.account", List.of("gateway.core", "gateway.data.load", "membership.time")),
            Map.entry("gateway.data.pipeline", List.of("gateway.core", "gateway.data", "membership.time")),
            Map.entry(
                    "gateway.control.store",
                    List.of("gateway.core", "membership.files", "membership.settings", "membership.time")),
            Map.entry(
                    "gateway.control.activity",
                    List.of("gateway.core", "gateway.control.store", "membership.settings", "membership.time")),
            Map.entry(
                    "gateway.control.fleet",
                    List.of(
                            "gateway.core",
                            "gateway.control.store",
                            "gateway.control.activity",
                            "membership.mesh",
                            "membership.settings",
                            "membership.time")),
            Map.entry(
                    "gateway.control.token",
                    List.of(
                            "gateway.core",
                            "gateway.control.store",
                            "gateway.control.activity",
                            "membership.settings",
                            "membership.time")),
            Map.entry("gateway.control.operator", below("operator")),
            Map.entry(
                    "gateway.control.roster",
                    List.of("gateway.core", "membership.contract", "membership.mesh", "membership.time")),
            Map.entry(
                    "gateway.control.authority",
                    List.of("gateway.core", "gateway.control.store", "membership.mesh", "membership.time")),
            Map.entry(
                    "gateway.control.channel",
                    List.of(
                            "gateway.core",
                            "gateway.control.fleet",
                            "gateway.control.authority",
                            "membership.contract",
                            "membership.mesh",
                            "membership.time")),
            Map.entry(
                    "gateway.control.rollout",
                    List.of("gateway.core", "gateway.control.fleet", "gateway.control.channel", "membership.time")),
            Map.entry(
                    "gateway.control.publish",
                    List.of(
                            "gateway.core",
                            "gateway.control.fleet",
                            "gateway.control.token",
                            "gateway.control.roster",
                            "membership.time")),
            Map.entry(
                    "gateway.control.api",
                    List.of(
                            "gateway.core",
                            "gateway.control",
                            "membership.mesh",
                            "membership.settings",
                            "membership.time")),
            Map.entry("gateway.control.console", List.of("gateway.core", "gateway.control.api")),
            Map.entry("gateway.app", List.of("gateway", "membership")),
            Map.entry("membership.contract", List.of()),
            Map.entry("membership.time", List.of()),
            Map.entry("membership.settings", List.of()),
            Map.entry("membership.probe", List.of("membership.time")),
            Map.entry("membership.files", List.of()),
            Map.entry("membership.config", List.of("membership.contract", "membership.mesh", "membership.settings")),
            Map.entry("membership.mesh", List.of("membership.time")),
            Map.entry("membership.channel", List.of("membership.contract", "membership.files", "membership.time")),
            Map.entry(
                    "membership.member",
                    List.of("membership.contract", "membership.config", "membership.mesh", "membership.time")),
            Map.entry("membership.agent", List.of("membership.contract")),
            Map.entry("membership.update", List.of("membership.config", "membership.time")),
            Map.entry("membership.app", List.of("membership")));

    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("com.cronutils", List.of("gateway.core.config")),
            Map.entry("com.hazelcast", List.of("gateway.control.roster", "membership.member")),
            Map.entry("java.sql", List.of("gateway.control.store.sql")),
            Map.entry("javax.sql", List.of("gateway.control.store.sql")),
            Map.entry("org.flywaydb", List.of("gateway.control.store.sql")),
            Map.entry("org.sqlite", List.of("gateway.control.store.sql")),
            Map.entry("org.postgresql", List.of("gateway.control.store.sql")),
            Map.entry("com.fasterxml.jackson", List.of()),
            Map.entry("org.snakeyaml", List.of("membership.settings")),
            Map.entry("io.micrometer", List.of("gateway.data.account", "gateway.app")),
            Map.entry("io.prometheus", List.of("gateway.data.account", "gateway.app")),
            Map.entry("picocli", List.of("gateway.app")),
            Map.entry("inet.ipaddr", List.of("gateway.core.net")));

    /// These decide and remember; they do no input or output, and know no library that would.
    private static final List<String> PURE = List.of(
            "gateway.core", "gateway.data.acl", "gateway.data.auth", "gateway.data.route", "gateway.data.balance");

    private static final List<String> PURE_LIBRARIES = List.of("java", "org.jspecify", "inet.ipaddr", "com.cronutils");

    private static List<String> below(String room) {
        return List.of(
                "gateway.core",
                "gateway.control.store",
                "gateway.control.activity",
                "gateway.control." + room,
                "membership.time");
    }

    /// Every class has a place in the table, and imports only what its room may.
    ArchCondition<JavaClass> keepToTheTable() {
        return condition("keep to the table of rooms", (type, events) -> {
            var room = room(type.getPackageName());
            if (room == null) {
                events.add(violated(type, type.getName() + " has no place in the table of rooms"));
                return;
            }
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                var target = target(dependency).getPackageName();
                if (target.startsWith(root) && !mayImport(room, target.substring(root.length()))) {
                    events.add(violated(type, room + " may not import " + dependency.getDescription()));
                }
            }
        });
    }

    /// A library is imported only where the table names it; the pure rooms import none.
    ArchCondition<JavaClass> keepLibrariesApart() {
        return condition("keep to the table of libraries", (type, events) -> {
            var room = String.valueOf(room(type.getPackageName()));
            var place = type.getPackageName().substring(root.length());
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                var target = target(dependency);
                if (!libraryAllowed(place, room, target)) {
                    events.add(violated(type, room + " may not import " + dependency.getDescription()));
                }
            }
        });
    }

    /// Rooms as slices, for the rule against cycles.
    SliceAssignment rooms() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                var room = room(type.getPackageName());
                return room == null ? SliceIdentifier.ignore() : SliceIdentifier.of(room);
            }

            @Override
            public String getDescription() {
                return "rooms";
            }
        };
    }

    private static boolean mayImport(String room, String target) {
        return within(target, room)
                || ROOMS.getOrDefault(room, List.of()).stream().anyMatch(may -> within(target, may));
    }

    private boolean libraryAllowed(String place, String room, JavaClass target) {
        var name = target.getPackageName();
        boolean named = LIBRARIES.entrySet().stream()
                .filter(library -> within(name, library.getKey()))
                .allMatch(library -> library.getValue().stream().anyMatch(may -> within(place, may)));
        boolean pure = PURE.stream().anyMatch(entry -> within(room, entry));
        boolean foreign = !name.isEmpty() && !name.startsWith(root) && !name.startsWith("dev.usher.");
        return named && (!pure || !foreign || PURE_LIBRARIES.stream().anyMatch(may -> within(name, may)));
    }

    /// The longest entry of the table that covers a package, or null.
    private @Nullable String room(String packageName) {
        if (!packageName.startsWith(root)) {
            return null;
        }
        var place = packageName.substring(root.length());
        String found = null;
        for (var room : ROOMS.keySet()) {
            if (within(place, room) && (found == null || room.length() > found.length())) {
                found = room;
            }
        }
        return found;
    }

    private static boolean within(String place, String entry) {
        return place.equals(entry) || place.startsWith(entry + ".");
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static ConditionEvent violated(JavaClass type, String message) {
        return SimpleConditionEvent.violated(type, message);
    }

    private static ArchCondition<JavaClass> condition(String description, Check check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.check(type, events);
            }
        };
    }

    private interface Check {
        void check(JavaClass type, ConditionEvents events);
    }
}
