package dev.grapnel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.soak.v1.LoadServiceGrpc;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client reads much slower than the server could send. */
class SlowReaderTest {

  private static final int MOST_HEAP = 16;

  /** Netty's pools take it in pieces of 2 MiB; the stream would be 1 GiB. */
  private static final int MOST_DIRECT = 32;

  @Test
  void costsLittleMemory() throws InterruptedException {
    Duration time = SoakForm.choose(Duration.ofSeconds(3), Duration.ofSeconds(60));
    try (ServerProcess server = ServerProcess.start(ServerOptions.defaults());
        GRPCClient client = server.client()) {
      Memory before = server.memory();
      long heap = 0;
      long direct = 0;
      try (PacedDownload download = new PacedDownload(client.stub(LoadServiceGrpc::newStub))) {
        assertThat(download.awaitBegin()).as("a message came").isTrue();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
          assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
          Memory now = server.memory();
          heap = Math.max(heap, now.heapMore(before));
          direct = Math.max(direct, now.directMore(before));
        }
        SoakForm.tell(
            "slow reader",
            "read %d of 1,000,000 messages of 1 KiB; at most +%d MiB of heap, +%d MiB direct"
                .formatted(download.read(), heap, direct));
        assertThat(heap).as("MiB of heap more").isLessThan(MOST_HEAP);
        assertThat(direct).as("MiB of direct memory more").isLessThan(MOST_DIRECT);
      }
    }
  }
}
