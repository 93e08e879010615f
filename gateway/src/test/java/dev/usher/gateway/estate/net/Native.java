package dev.usher.gateway.estate.net;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The few calls of the kernel that Java has no words for.
@SuppressWarnings("restricted")
final class Native {

    private static final int READ_ONLY = 0;
    private static final int READ_WRITE = 2;
    private static final int NETWORK = 0x4000_0000;
    private static final long NAME_TAP = 0x4004_54caL;
    private static final short FRAMES_ALONE = 0x1002;
    private static final int REQUEST_BYTES = 40;
    private static final int FLAGS_AT = 16;

    private static final MethodHandle OPEN =
            call("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), 2);
    private static final MethodHandle SETNS = call(
            "setns",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            Integer.MAX_VALUE);
    private static final MethodHandle IOCTL = call(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            2);
    private static final MethodHandle READ = call("read", transfer(), Integer.MAX_VALUE);
    private static final MethodHandle WRITE = call("write", transfer(), Integer.MAX_VALUE);
    private static final MethodHandle CLOSE =
            call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), Integer.MAX_VALUE);

    private Native() {}

    private static FunctionDescriptor transfer() {
        return FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    }

    private static MethodHandle call(String name, FunctionDescriptor shape, int fixed) {
        var linker = Linker.nativeLinker();
        var at = linker.defaultLookup().find(name).orElseThrow();
        return fixed == Integer.MAX_VALUE
                ? linker.downcallHandle(at, shape)
                : linker.downcallHandle(at, shape, Linker.Option.firstVariadicArg(fixed));
    }

    /// Moves the calling thread, and nobody else, into a network namespace: sockets that it opens from now on, and
    /// threads that it starts, are there.
    static void enter(Path namespace) {
        int file = open(namespace.toString(), READ_ONLY);
        check("setns", (int) called(() -> SETNS.invoke(file, NETWORK)));
        check("close", (int) called(() -> CLOSE.invoke(file)));
    }

    /// A network device of that name whose other end is this process; its descriptor.
    static int tap(String name) {
        int file = open("/dev/net/tun", READ_WRITE);
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(REQUEST_BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, FLAGS_AT, FRAMES_ALONE);
            check("ioctl of " + name, (int) called(() -> IOCTL.invoke(file, NAME_TAP, request)));
        }
        return file;
    }

    /// The next frame that the kernel sends by the device.
    static int read(int tap, MemorySegment frame) {
        return check("read", (int) (long) called(() -> READ.invoke(tap, frame, frame.byteSize())));
    }

    /// Gives the kernel a frame as if it had come in by the device.
    ///
    /// @return whether it took it: a device that is down takes none
    static boolean write(int tap, MemorySegment frame) {
        return (long) called(() -> WRITE.invoke(tap, frame, frame.byteSize())) == frame.byteSize();
    }

    private static int open(String file, int how) {
        try (var arena = Arena.ofConfined()) {
            var name = arena.allocateFrom(file);
            return check("open of " + file, (int) called(() -> OPEN.invoke(name, how)));
        }
    }

    private static int check(String what, int result) {
        if (result < 0) {
            throw new IllegalStateException(what + ": refused by the kernel (expected: root, and /dev/net/tun)");
        }
        return result;
    }

    private interface Calling {
        Object call() throws Throwable;
    }

    private static Object called(Calling calling) {
        try {
            return calling.call();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
