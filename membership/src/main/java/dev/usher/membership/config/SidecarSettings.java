package dev.usher.membership.config;

import dev.usher.membership.settings.ConfigException;
import dev.usher.membership.settings.Loaded;
import dev.usher.membership.settings.Mistake;
import dev.usher.membership.settings.Section;
import dev.usher.membership.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A whole sidecar file. It serves all Directors of its cluster; [#self] says which one is meant. *Immutable.*
///
/// @param director the name that the file gives, if it does
public record SidecarSettings(
        @Nullable String director, ClusterSettings cluster, ProbeSettings probe, VersionSource version) {

    public static Loaded<SidecarSettings> read(Path file) {
        return Settings.read(file, SidecarSettings::read);
    }

    static SidecarSettings read(Section section) {
        section.integer("version", 1, 1);
        var director = section.optional("director", Names.EXPECTED, Names::parse);
        var cluster = section.section("cluster", ClusterSettings::read);
        var probe = section.section("probe", ProbeSettings::read);
        var version = section.section("version_of_director", VersionSource::read);
        section.notYet("gateways");
        section.notYet("enrolment_key");
        section.notYet("data_dir");
        section.notYet("update");
        section.close();
        var directors = cluster.get().directors();
        if (director != null && directors.stream().noneMatch(each -> each.name().equals(director))) {
            section.mistake("director", director + " (expected: " + names(directors) + ")");
        }
        var service = probe.get().service();
        directors.stream()
                .filter(each -> service != null && !each.services().containsKey(service))
                .forEach(each -> section.mistake(
                        "probe", "service " + service + " (expected: a service that " + each.name() + " has)"));
        return new SidecarSettings(director, cluster.get(), probe.get(), version.get());
    }

    /// The Director beside which this process runs: the one that the command line names, else the file, else the only
    /// one whose address is this machine's.
    ///
    /// @param file for the mistake
    /// @param local whether an address is this machine's
    public DirectorSettings self(Path file, @Nullable String named, Predicate<String> local) {
        var name = named == null ? director : named;
        var candidates = cluster.directors().stream()
                .filter(each ->
                        name == null ? local.test(each.address()) : each.name().equals(name))
                .toList();
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        throw new ConfigException(List.of(new Mistake(file.toString(), 1, 1, "director", problem(name, candidates))));
    }

    private String problem(@Nullable String name, List<DirectorSettings> candidates) {
        var expected = " (expected: --director or director with one of " + names(cluster.directors()) + ")";
        if (name != null) {
            return name + expected;
        }
        return candidates.isEmpty()
                ? "missing, and no Director has an address of this machine" + expected
                : "missing, and " + names(candidates) + " have an address of this machine" + expected;
    }

    private static String names(List<DirectorSettings> directors) {
        return directors.stream().map(DirectorSettings::name).collect(Collectors.joining(", "));
    }
}
