package dev.usher.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/// A Markdown table, row by row. *Confined to one thread.*
public final class Table {

    private final List<String> lines = new ArrayList<>();
    private final int columns;

    /// A table with these headings; the first column is text, the rest are numbers.
    public Table(String... headings) {
        columns = headings.length;
        row(headings);
        lines.add("| --- |" + " ---: |".repeat(columns - 1));
    }

    /// Adds a row with one cell for each heading.
    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("cells: " + cells.length + " (expected: " + columns + ")");
        }
        lines.add("| " + String.join(" | ", cells) + " |");
        return this;
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
