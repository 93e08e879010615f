package dev.usher.membership.config;

import dev.usher.membership.mesh.Security;
import dev.usher.membership.settings.Section;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/// The cluster as configured: its name and all its Directors. *Immutable.*
public record ClusterSettings(String name, long revision, Security security, List<DirectorSettings> directors) {

    private static final int DIRECTORS_MIN = 3;
    private static final int DIRECTORS_MAX = 15;

    private enum Plaintext {
        ACCEPTED
    }

    public ClusterSettings {
        directors = List.copyOf(directors);
    }

    static ClusterSettings read(Section section) {
        var name = section.value("name", Names.EXPECTED, Names::parse);
        var port = section.integer("port", 8081, 1, 65_534);
        var revision = section.integer("revision", 0, 0, Integer.MAX_VALUE);
        var tls = section.section("tls", TlsSection::read);
        var plaintext = section.optionalChoice("plaintext", Plaintext.class);
        var directors = section.list("directors", each -> DirectorSettings.read(each, port));
        section.close();
        check(section, directors);
        var found = tls.orNull();
        if (found != null && !found.enabled()) {
            checkPorts(section, directors, 2);
            checkPlaintext(section, directors, plaintext != null);
        } else {
            checkPorts(section, directors, 1);
        }
        return new ClusterSettings(name.get(), revision, tls.get().security(), directors);
    }

    private static void check(Section section, List<DirectorSettings> directors) {
        var count = directors.size();
        if (count < DIRECTORS_MIN || count > DIRECTORS_MAX || count % 2 == 0) {
            section.mistake(
                    "directors",
                    count + " without mistakes (expected: an odd number, " + DIRECTORS_MIN + ".." + DIRECTORS_MAX
                            + ")");
        }
        checkNames(section, directors);
    }

    private static void checkPlaintext(Section section, List<DirectorSettings> directors, boolean plaintextAccepted) {
        if (!plaintextAccepted && !directors.stream().allMatch(DirectorSettings::onLoopback)) {
            section.mistake(
                    "plaintext",
                    "missing (expected: accepted, as sidecars off loopback speak with each other and with gateways in"
                            + " plain text)");
        }
        if (plaintextAccepted) {
            section.warn(
                    "plaintext",
                    "accepted: whoever reaches the coordination ports can read and write the roster; keep them in a network"
                            + " of their own");
        }
    }

    private static void checkNames(Section section, List<DirectorSettings> directors) {
        var names = new HashSet<String>();
        for (var director : directors) {
            if (!names.add(director.name())) {
                section.mistake("directors", "name " + director.name() + " twice (expected: each name once)");
            }
        }
    }

    /// @param each how many ports of its address each Director takes: without TLS one for members and the next one for
    /// gateways
    private static void checkPorts(Section section, List<DirectorSettings> directors, int each) {
        var taken = new HashMap<String, String>();
        for (var director : directors) {
            for (int port = director.port(); port < director.port() + each; port++) {
                var other = taken.putIfAbsent(director.address() + ":" + port, director.name());
                if (other != null && !other.equals(director.name())) {
                    section.mistake(
                            "directors",
                            "port " + port + " of " + director.address() + " taken by " + other + " and "
                                    + director.name() + " (expected: "
                                    + (each == 1 ? "one port each)" : "two ports each, its own and the next)"));
                }
            }
        }
    }
}
