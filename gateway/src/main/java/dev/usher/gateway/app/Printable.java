package dev.usher.gateway.app;

/// Text of strangers in lines of a log. Whatever could end a line, move the cursor or turn the writing round is written
/// as a backslash, `u` and its number, so that nobody writes lines of his own.
final class Printable {

    private static final int ASCII_END = 0x7f;

    private Printable() {}

    static String line(String text) {
        int first = 0;
        while (first < text.length() && shown(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        var line = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char character = text.charAt(i);
            if (shown(character)) {
                line.append(character);
            } else {
                line.append(String.format("\\u%04x", (int) character));
            }
        }
        return line.toString();
    }

    /// A stack trace has lines, all but the first of them indented: none looks like an event.
    static String lines(String text) {
        var lines = new StringBuilder(text.length() + 64);
        text.lines().forEach(line -> {
            lines.append(lines.isEmpty() ? "" : "\t").append(line(line.strip())).append('\n');
        });
        return lines.toString();
    }

    private static boolean shown(char character) {
        if (character < ASCII_END) {
            return character >= ' ';
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
