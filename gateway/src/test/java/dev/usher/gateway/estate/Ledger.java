package dev.usher.gateway.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the Directors wrote down. *Immutable.*
public final class Ledger {

    private final Map<String, List<Entry>> byId = new HashMap<>();

    /// An event that a Director has received whole.
    ///
    /// @param bytes of its body; -1 when that was not the event's own
    public record Entry(String id, String director, long atMillis, int bytes) {}

    /// Reads the ledgers, each under the name of its Director.
    public static Ledger read(Map<String, Path> files) {
        var ledger = new Ledger();
        files.forEach((director, file) -> lines(file).forEach(line -> ledger.add(director, line)));
        return ledger;
    }

    public static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String director, String line) {
        var words = line.split(" ", 4);
        var entry = new Entry(words[0], director, Long.parseLong(words[1]), Integer.parseInt(words[3]));
        byId.computeIfAbsent(entry.id, _ -> new ArrayList<>()).add(entry);
    }

    /// Who has received the event, in no order.
    public List<Entry> of(String id) {
        return List.copyOf(byId.getOrDefault(id, List.of()));
    }

    public List<Entry> all() {
        return byId.values().stream().flatMap(List::stream).toList();
    }
}
