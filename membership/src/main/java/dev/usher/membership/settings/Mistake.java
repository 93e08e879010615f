package dev.usher.membership.settings;

/// One mistake (or warning) of an operator: where it stands, and what was found and expected there.
///
/// @param line and `column` from 1
/// @param path the key path, as in `listeners[0].limits.connections`; empty where the whole document is meant
/// @param problem never holds the value of a secret
public record Mistake(String file, int line, int column, String path, String problem) {

    @Override
    public String toString() {
        var where = file + ":" + line + ":" + column + ": ";
        return where + (path.isEmpty() ? problem : path + ": " + problem);
    }
}
