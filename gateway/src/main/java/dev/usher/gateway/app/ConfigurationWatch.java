package dev.usher.gateway.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Notices that a configuration file says something else, or one of the files whose secrets it takes: written in place,
/// replaced, or behind a link that was changed.
///
/// A change counts once two looks in a row find the same, so that a file is not read while somebody still writes it;
/// and only where the content differs. *Confined to one thread.*
final class ConfigurationWatch {

    private static final Pattern SECRET = Pattern.compile("\\$\\{file:([^}]+)}");
    private static final int SECRETS_MAX = 1024;
    private static final int BYTES_MAX = 1 << 20;

    private final Path file;
    private Set<Path> files;
    private Map<Path, String> seen = Map.of();
    /// Of the content that is remembered; empty where it may have been written while it was read.
    private Map<Path, String> known = Map.of();
    private String content;

    ConfigurationWatch(Path file) {
        this.file = file.toAbsolutePath();
        this.files = Set.of(this.file);
        this.content = read();
    }

    Path file() {
        return file;
    }

    /// What stands there now is no change any more.
    void take() {
        content = read();
        known = Map.of();
    }

    /// Whether it is time to read the configuration again.
    boolean changed() {
        var now = FileMarks.of(files);
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(known)) {
            return false;
        }
        var before = content;
        content = read();
        known = files.equals(now.keySet()) ? now : Map.of();
        return !content.equals(before);
    }

    /// What stands in all files, as a digest; and which files those are.
    private String read() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var text = bytes(file);
            digest.update(text);
            files = files(new String(text, StandardCharsets.UTF_8));
            for (var secret : files) {
                digest.update((byte) 0);
                digest.update(bytes(secret));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Set<Path> files(String text) {
        var named = new TreeSet<Path>();
        named.add(file);
        SECRET.matcher(text).results().limit(SECRETS_MAX).forEach(secret -> {
            try {
                named.add(file.resolveSibling(secret.group(1)));
            } catch (InvalidPathException _) {
                // The reader says so.
            }
        });
        return named;
    }

    private static byte[] bytes(Path file) {
        try (var stream = Files.newInputStream(file)) {
            return stream.readNBytes(BYTES_MAX + 1);
        } catch (IOException gone) {
            return new byte[0];
        }
    }
}
