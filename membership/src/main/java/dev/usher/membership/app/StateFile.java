package dev.usher.membership.app;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.usher.membership.channel.Identity;
import dev.usher.membership.contract.proto.SidecarState;
import dev.usher.membership.files.DurableFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// What a sidecar must not forget, in one file: a mark, the format's version, the length, a CRC-32C of the rest, and a
/// [SidecarState].
///
/// A file that cannot be read is set aside as `state.unreadable`, for people to look at, and the sidecar begins anew;
/// it
/// then knows that it forgot. So it does where its identity is there and its state is not. *Confined to one thread at a
/// time.*
final class StateFile {

    static final String FILE = "state";
    static final String ASIDE = "state.unreadable";

    private static final Logger LOG = System.getLogger(StateFile.class.getName());
    private static final String FORGOTTEN =
            "what it knew is lost, and nothing takes its Director out until a gateway has"
                    + " undrained, enabled, released or configured it";
    private static final int MARK = 0x55534853; // USHS
    private static final int FORMAT = 1;
    private static final int HEAD = 4 * Integer.BYTES;
    private static final int BYTES_MAX = 1 << 20;

    private final DurableFile file;
    private final Path aside;
    private final Path identity;

    StateFile(Path folder) {
        this.file = new DurableFile(folder.resolve(FILE));
        this.aside = folder.resolve(ASIDE);
        this.identity = folder.resolve(Identity.FILE);
    }

    /// What was last written, whole; or a state that is new, and forgetful where there was an older one.
    SidecarState read() throws IOException {
        if (!Files.exists(file.path())) {
            var lost = Files.exists(identity);
            if (lost) {
                LOG.log(Level.WARNING, "{0}: missing beside {1}; {2}", file.path(), identity, FORGOTTEN);
            }
            return SidecarState.newBuilder().setForgetful(lost).build();
        }
        try {
            return decoded(bytes());
        } catch (Garbled garbled) {
            Files.move(file.path(), aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.log(
                    Level.ERROR,
                    "{0}: {1}; set aside as {2}; {3}",
                    file.path(),
                    garbled.getMessage(),
                    aside.getFileName(),
                    FORGOTTEN);
            return SidecarState.newBuilder().setForgetful(true).build();
        }
    }

    /// Returns when it is on disk for certain; when it fails the old state is still there.
    void write(SidecarState state) throws IOException {
        file.write(encoded(state));
    }

    static byte[] encoded(SidecarState state) {
        var payload = state.toByteArray();
        return ByteBuffer.allocate(HEAD + payload.length)
                .putInt(MARK)
                .putInt(FORMAT)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .array();
    }

    private byte[] bytes() throws IOException, Garbled {
        var size = Files.size(file.path());
        if (size > BYTES_MAX) {
            throw new Garbled(size + " bytes (expected: at most " + BYTES_MAX + ")");
        }
        var bytes = file.read();
        return bytes == null ? new byte[0] : bytes;
    }

    private static SidecarState decoded(byte[] bytes) throws Garbled {
        if (bytes.length < HEAD) {
            throw new Garbled(bytes.length + " bytes (expected: at least " + HEAD + ")");
        }
        var head = ByteBuffer.wrap(bytes);
        if (head.getInt() != MARK) {
            throw new Garbled("no sidecar's state");
        }
        var format = head.getInt();
        if (format != FORMAT) {
            throw new Garbled("format " + format + " (expected: " + FORMAT + ")");
        }
        var length = head.getInt();
        var payload = Arrays.copyOfRange(bytes, HEAD, bytes.length);
        if (length != payload.length) {
            throw new Garbled(payload.length + " bytes after its head (expected: " + length + ")");
        }
        if (head.getInt() != checksum(payload)) {
            throw new Garbled("wrong checksum");
        }
        try {
            return SidecarState.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new Garbled(String.valueOf(e.getMessage()));
        }
    }

    private static int checksum(byte[] payload) {
        var checksum = new CRC32C();
        checksum.update(payload);
        return (int) checksum.getValue();
    }

    /// What lies there is not what was written.
    private static final class Garbled extends Exception {
        private static final long serialVersionUID = 1;

        Garbled(String why) {
            super(why);
        }
    }
}
