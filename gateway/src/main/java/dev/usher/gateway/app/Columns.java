package dev.usher.gateway.app;

import java.util.List;

/// Text in columns. What could move a terminal's cursor is written out, as some of it comes from strangers.
final class Columns {

    private static final String GAP = "  ";

    private Columns() {}

    /// Each row on a line of its own, its cells below those of the row before.
    static String of(List<List<String>> cells) {
        var rows = cells.stream()
                .map(row -> row.stream().map(Printable::line).toList())
                .toList();
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                var cell = row.get(i);
                line.append(cell).repeat(' ', widths[i] - cell.length()).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
