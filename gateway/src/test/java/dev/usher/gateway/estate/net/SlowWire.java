package dev.usher.gateway.estate.net;

import dev.usher.membership.time.Ticker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A wire that loses and delays what the nodes send, as netem does, for kernels that have no netem: `SlowWire DELAY_MS
/// LOSS_PERCENT all|coordination NODE...`.
///
/// Each node's frames come in by the device `iNODE` and go out by `oNODE`; what comes back is passed on as it is. It
/// says `ready` once the devices are there, and twice a second how many frames it dropped.
final class SlowWire {

    private static final int FRAME_BYTES_MAX = 65_600;
    private static final int QUEUED_MAX = 20_000;
    private static final int ADDRESS_BYTES = 12;
    private static final int IP_AT = 14;
    private static final int IP_V4 = 0x0800;
    private static final int PROTOCOL_AT = IP_AT + 9;
    private static final int TCP = 6;
    private static final int COORDINATION_FIRST = 8081;
    private static final int COORDINATION_LAST = 8082;

    private final long delayNanos;
    private final int lossPercent;
    private final boolean all;
    private final Ticker ticker = Ticker.system();
    private final LongAdder passed = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    private SlowWire(long delayNanos, int lossPercent, boolean all) {
        this.delayNanos = delayNanos;
        this.lossPercent = lossPercent;
        this.all = all;
    }

    private record Frame(long dueNanos, MemorySegment bytes) {}

    public static void main(String[] arguments) {
        var wire = new SlowWire(
                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0])),
                Integer.parseInt(arguments[1]),
                arguments[2].equals("all"));
        wire.run(List.of(arguments).subList(3, arguments.length));
    }

    private void run(List<String> nodes) {
        var ends = new ArrayList<int[]>();
        nodes.forEach(node -> ends.add(new int[] {Native.tap("i" + node), Native.tap("o" + node)}));
        for (int index = 0; index < ends.size(); index++) {
            carry(ends.get(index)[0], ends.get(index)[1], index);
        }
        System.out.println("ready");
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            System.out.println("dropped " + dropped.sum() + " of " + (passed.sum() + dropped.sum()));
        }
    }

    private void carry(int in, int out, int seed) {
        var queue = new ArrayBlockingQueue<Frame>(QUEUED_MAX);
        start(() -> hear(in, out, new Random(seed), queue));
        start(() -> pass(queue, out));
        start(() -> back(out, in));
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().start(work);
    }

    private void hear(int in, int out, Random random, BlockingQueue<Frame> queue) {
        var buffer = Arena.ofAuto().allocate(FRAME_BYTES_MAX);
        while (true) {
            int length = Native.read(in, buffer);
            var frame = buffer.asSlice(0, length);
            if (!meant(frame)) {
                Native.write(out, frame);
            } else if (random.nextInt(100) < lossPercent
                    || !queue.offer(new Frame(ticker.nanos() + delayNanos, kept(frame)))) {
                dropped.increment();
            } else {
                passed.increment();
            }
        }
    }

    private static MemorySegment kept(MemorySegment frame) {
        return MemorySegment.ofArray(frame.toArray(ValueLayout.JAVA_BYTE));
    }

    private void pass(BlockingQueue<Frame> queue, int out) {
        var buffer = Arena.ofAuto().allocate(FRAME_BYTES_MAX);
        while (true) {
            var frame = taken(queue);
            if (frame == null) {
                return;
            }
            for (long left = frame.dueNanos - ticker.nanos(); left > 0; left = frame.dueNanos - ticker.nanos()) {
                LockSupport.parkNanos(left);
            }
            Native.write(out, buffer.asSlice(0, frame.bytes.byteSize()).copyFrom(frame.bytes));
        }
    }

    private static @Nullable Frame taken(BlockingQueue<Frame> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            return null;
        }
    }

    private static void back(int from, int to) {
        var buffer = Arena.ofAuto().allocate(FRAME_BYTES_MAX);
        while (true) {
            Native.write(to, buffer.asSlice(0, Native.read(from, buffer)));
        }
    }

    /// Whether the frame is to suffer: IPv4 of any kind, or only TCP with a coordination port at either end.
    private boolean meant(MemorySegment frame) {
        if (frame.byteSize() < IP_AT + 24 || number(frame, ADDRESS_BYTES) != IP_V4) {
            return false;
        }
        if (all) {
            return true;
        }
        long ports = IP_AT + 4L * (frame.get(ValueLayout.JAVA_BYTE, IP_AT) & 0xf);
        return frame.get(ValueLayout.JAVA_BYTE, PROTOCOL_AT) == TCP
                && (coordination(number(frame, ports)) || coordination(number(frame, ports + 2)));
    }

    private static boolean coordination(int port) {
        return port >= COORDINATION_FIRST && port <= COORDINATION_LAST;
    }

    private static int number(MemorySegment frame, long at) {
        return (frame.get(ValueLayout.JAVA_BYTE, at) & 0xff) << 8 | frame.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff;
    }
}
