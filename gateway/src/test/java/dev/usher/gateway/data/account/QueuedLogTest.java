package dev.usher.gateway.data.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.gateway.core.exchange.Cause;
import dev.usher.gateway.data.account.AccessLog.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class QueuedLogTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void closingWritesWhatIsWaiting() throws IOException {
        var file = folder.resolve("access.log");
        var log = AccessLog.toFile(file, Format.TEXT, AccessLog.QUEUE_DEFAULT);
        for (int i = 0; i < 1_000; i++) {
            log.write(Samples.served("/" + i, "1"));
        }

        log.close();

        assertThat(Files.readAllLines(file)).hasSize(1_000).last().asString().contains(" /999 ");
        assertThat(log.dropped()).isZero();
    }

    @Test
    void whatDoesNotFitIsDroppedAndCountedWithoutWaiting() throws InterruptedException {
        var writing = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var log = QueuedLog.start(
                (_, _, _) -> {
                    writing.countDown();
                    await(release);
                },
                Format.TEXT,
                8);
        log.write(Samples.served("/first", "1"));
        writing.await();

        for (int i = 0; i < 20; i++) {
            log.write(Samples.served("/", "1"));
        }

        assertThat(log.dropped()).isEqualTo(12);
        release.countDown();
        log.close();
        assertThat(log.dropped()).isEqualTo(12);
    }

    @Test
    void aFloodEndsInItsNumber() throws IOException {
        var file = folder.resolve("access.log");
        var log = AccessLog.toFile(file, Format.TEXT, AccessLog.QUEUE_DEFAULT);
        for (int i = 0; i < 5_000; i++) {
            log.write(Samples.knocked(Samples.NOON, Cause.ACL_DENIED));
        }

        log.close();

        assertThat(Files.readAllLines(file))
                .hasSize(Floods.LINES_PER_SECOND + 1)
                .last()
                .asString()
                .endsWith("cause=acl_denied suppressed=4900");
    }

    @Test
    void aFileThatWasMovedAwayIsBegunAnew() throws IOException {
        var file = new LogFile(folder.resolve("access.log"));
        write(file, "one\n");
        Files.move(folder.resolve("access.log"), folder.resolve("access.log.1"));

        write(file, "two\n");
        write(file, "three\n");

        assertThat(folder.resolve("access.log.1")).hasContent("one\n");
        assertThat(folder.resolve("access.log")).hasContent("two\nthree\n");
    }

    @Test
    void linesThatCannotBeWrittenAreCounted() throws IOException {
        Files.createDirectory(folder.resolve("access.log"));
        var log = AccessLog.toFile(folder.resolve("access.log"), Format.TEXT, AccessLog.QUEUE_DEFAULT);

        log.write(Samples.served("/", "1"));
        log.close();

        assertThat(log.dropped()).isEqualTo(1);
    }

    @Test
    void aLineIsWrittenSoonWithoutClosing() throws InterruptedException {
        var written = new LinkedBlockingQueue<Integer>();
        var log = QueuedLog.start((_, _, length) -> written.add(length), Format.TEXT, 8);

        log.write(Samples.served("/", "1"));

        assertThat(written.poll(10, TimeUnit.SECONDS)).isPositive();
        log.close();
    }

    private static void write(LogFile file, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        file.write(bytes, 0, bytes.length);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
