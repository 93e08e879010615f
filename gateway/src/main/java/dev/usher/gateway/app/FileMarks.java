package dev.usher.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// By what it is seen that a file was written, replaced, or reached by another link than before.
final class FileMarks {

    private FileMarks() {}

    static Map<Path, String> of(Collection<Path> files) {
        var marks = new HashMap<Path, String>();
        files.forEach(file -> marks.put(file, of(file)));
        return Map.copyOf(marks);
    }

    private static String of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException gone) {
            return "gone";
        }
    }
}
