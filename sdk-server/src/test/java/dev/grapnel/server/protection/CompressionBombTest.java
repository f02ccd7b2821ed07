package dev.grapnel.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.Soak;
import dev.grapnel.server.echo.EchoRequest;
import io.grpc.Status;
import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A little gzip that becomes a lot of zeros is unpacked up to the limit and no further. */
@Timeout(120)
class CompressionBombTest {

  private static final int MIB = 1 << 20;
  private static final int INFLATED = Soak.times(64 * MIB, 1024 * MIB);
  private static final int AT_ONCE = Soak.times(4, 32);
  private static final int ROUNDS = Soak.times(2, 10);

  /** The text grows by doubling up to the limit of 4 MiB, and is copied then and now. */
  private static final long MOST_ALLOCATED = 24L * MIB;

  @Test
  void isAnsweredWithoutBeingUnpacked() throws Exception {
    byte[] bomb = bomb();
    try (AllLogs log = new AllLogs();
        RunningServer running = RunningServer.start(new EchoService())) {
      int port = running.server().port();
      assertThat(explode(port, bomb, 1)).isEqualTo(1);
      long allocated = allocatedByWorkers();
      long direct = PlatformDependent.usedDirectMemory();

      for (int round = 0; round < ROUNDS; round++) {
        List<CompletableFuture<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          clients.add(CompletableFuture.supplyAsync(() -> explode(port, bomb, 2)));
        }
        for (CompletableFuture<Integer> client : clients) {
          assertThat(client.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        }
        assertThat(running.echo("still there")).isEqualTo("still there");
      }

      long bombs = 2L * AT_ONCE * ROUNDS;
      assertThat(allocatedByWorkers() - allocated).isLessThan(bombs * MOST_ALLOCATED);
      assertThat(PlatformDependent.usedDirectMemory() - direct).isLessThan(128L * MIB);
      assertThat(log.size()).isLessThan(10_000);
    }
  }

  /** Calls the method that takes one message, and the one that takes many, again and again. */
  private static int explode(int port, byte[] bomb, int calls) {
    try (RawHttp2 client = RawHttp2.connect(port)) {
      for (int i = 0; i < calls; i++) {
        String method = i % 2 == 0 ? "Unary" : "BidiStream";
        client.call("/echo.v1.EchoService/" + method, Map.of("grpc-encoding", "gzip"), bomb);
        RawHttp2.End end = client.awaitEnd();
        assertThat(end.status()).isEqualTo("" + Status.Code.RESOURCE_EXHAUSTED.value());
        assertThat(end.message()).contains("4194304: send less, or raise");
      }
      return calls;
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private static long allocatedByWorkers() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] workers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("grapnel-worker-"))
            .mapToLong(Thread::getId)
            .toArray();
    return Arrays.stream(threads.getThreadAllocatedBytes(workers)).sum();
  }

  /** One gRPC message: an EchoRequest whose text is zeros. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped, 1 << 16)) {
      CodedOutputStream field = CodedOutputStream.newInstance(gzip);
      field.writeTag(EchoRequest.TEXT_FIELD_NUMBER, 2);
      field.writeUInt32NoTag(INFLATED);
      field.flush();
      byte[] zeros = new byte[MIB];
      for (int i = 0; i < INFLATED / MIB; i++) {
        gzip.write(zeros);
      }
    }
    return MalformedFramesTest.frame(1, zipped.toByteArray());
  }
}
