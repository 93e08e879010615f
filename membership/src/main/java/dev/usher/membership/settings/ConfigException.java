package dev.usher.membership.settings;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// All mistakes of one configuration file, in the order in which they stand there.
///
/// The message is made for an operator's terminal: one mistake a line, numbered.
public final class ConfigException extends RuntimeException {

    private static final int SHOWN_MAX = 100;

    private final transient List<Mistake> mistakes;

    public ConfigException(List<Mistake> mistakes) {
        super(message(mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }

    private static String message(List<Mistake> mistakes) {
        var lines = IntStream.range(0, Math.min(mistakes.size(), SHOWN_MAX))
                .mapToObj(index -> (index + 1) + ". " + mistakes.get(index))
                .collect(Collectors.joining("\n"));
        var hidden = mistakes.size() - SHOWN_MAX;
        return hidden <= 0 ? lines : lines + "\n… and " + hidden + " more";
    }
}
