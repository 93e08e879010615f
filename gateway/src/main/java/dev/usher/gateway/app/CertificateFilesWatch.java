package dev.usher.gateway.app;

import dev.usher.gateway.data.tls.CertificateStore;
import java.nio.file.Path;
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
        return FileMarks.of(store.files());
    }
}
