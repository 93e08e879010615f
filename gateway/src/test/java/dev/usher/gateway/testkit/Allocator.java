package dev.usher.gateway.testkit;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.function.LongSupplier;

/// An allocator of one gateway's own, which so knows what that gateway has left behind. *Thread-safe.*
final class Allocator extends AbstractByteBufAllocator {

    private final ByteBufAllocator real;
    private final LongSupplier used;
    private final ByteBufAllocatorMetric metric;

    private Allocator(ByteBufAllocator real, LongSupplier used, ByteBufAllocatorMetric metric) {
        super(true);
        this.real = real;
        this.used = used;
        this.metric = metric;
    }

    /// Counts each byte that is in use.
    static Allocator exact() {
        var real = new UnpooledByteBufAllocator(true);
        var metric = real.metric();
        return new Allocator(real, () -> metric.usedDirectMemory() + metric.usedHeapMemory(), metric);
    }

    /// As in earnest.
    static Allocator pooled() {
        var real = new PooledByteBufAllocator(true);
        return new Allocator(real, () -> real.pinnedDirectMemory() + real.pinnedHeapMemory(), real.metric());
    }

    /// Bytes of buffers that somebody holds.
    long usedBytes() {
        return used.getAsLong();
    }

    /// Bytes taken from the machine.
    long takenBytes() {
        return metric.usedDirectMemory() + metric.usedHeapMemory();
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return real.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return real.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return real.isDirectBufferPooled();
    }
}
