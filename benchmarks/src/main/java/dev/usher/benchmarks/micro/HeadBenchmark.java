package dev.usher.benchmarks.micro;

import dev.usher.gateway.data.relay.http.Head;
import dev.usher.gateway.data.relay.http.HeadParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The head of an Agent's request, nine fields: ours, and Netty's decoder in an embedded channel.
///
/// *Confined to one thread.*
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadBenchmark {

    private static final int LIMIT = 32 * 1024;
    private static final String REQUEST = """
            POST /v1/logs HTTP/1.1\r
            Host: telemetry.example.com\r
            User-Agent: OpenTelemetry Collector Contrib/0.120.0 (linux/amd64)\r
            Authorization: Bearer usher_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE\r
            Content-Type: application/x-protobuf\r
            Content-Encoding: gzip\r
            Content-Length: 0\r
            Accept-Encoding: gzip\r
            traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r
            \r
            """;

    private final ByteBuf request = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes(REQUEST.getBytes(StandardCharsets.US_ASCII)));
    private final Head head = new Head();
    private final EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder());

    /// Parses in place.
    @Benchmark
    public int usherRequest() {
        return HeadParser.request(request, head, LIMIT);
    }

    /// Decodes into objects.
    @Benchmark
    public int nettyRequestDecoder() {
        netty.writeInbound(request.duplicate());
        var messages = 0;
        for (var message = netty.readInbound(); message != null; message = netty.readInbound()) {
            ReferenceCountUtil.release(message);
            messages++;
        }
        return messages;
    }
}
