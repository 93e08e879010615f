package dev.usher.gateway.app;

import dev.usher.gateway.data.tls.CertificateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Notices that certificate files were changed or replaced. *Confined to one thread.*
final class CertificateFilesWatch {

    private final Collection<CertificateStore> stores;
    private Map<Path, String> seen;

    CertificateFilesWatch(Collection<CertificateStore> stores) {
        this.stores = stores;
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
        for (var store : stores) {
            store.files().forEach(file -> marks.put(file, mark(file)));
        }
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
