package dev.usher.membership.settings;

import org.snakeyaml.engine.v2.nodes.Node;

/// Where something stands in a document: its key path, and line and column, both from 1.
record Place(String path, int line, int column) {

    static Place of(String path, Node node, Place near) {
        return node.getStartMark()
                .map(mark -> new Place(path, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Place(path, near.line, near.column));
    }

    Place in(String key) {
        return new Place(path.isEmpty() ? key : path + "." + key, line, column);
    }
}
