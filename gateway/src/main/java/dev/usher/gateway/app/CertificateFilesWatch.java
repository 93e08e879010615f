package dev.usher.gateway.app;

import dev.usher.gateway.data.tls.CertificateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/// Notices that the certificate files of one place were changed or replaced. *Confined to one thread.*
final class CertificateFilesWatch {

    private final CertificateStore store;
    private Map<Path, String> seen;

    CertificateFilesWatch(CertificateStore store) {
        this.store = store;
        this.seen = look();
    }

    /// Whether anything changed since the last call.
    boolean changed() {
        var now = look();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    private Map<Path, String> look() {
        var marks = new HashMap<Path, String>();
        store.files().forEach(file -> marks.put(file, mark(file)));
        return marks;
    }

    private static String mark(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException gone) {
            return "gone";
        }
    }
}
