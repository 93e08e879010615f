package dev.usher.gateway.data.tls;

import java.util.List;

/// Certificates that cannot be served, with everything that is wrong with them.
public final class TlsFilesException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    TlsFilesException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    TlsFilesException(String problem) {
        this(List.of(problem));
    }

    /// One sentence for each mistake; it names the file.
    public List<String> problems() {
        return problems;
    }
}
