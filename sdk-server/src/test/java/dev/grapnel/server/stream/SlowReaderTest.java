package dev.grapnel.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.Soak;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A client that reads one message in a while holds up the body, not the memory of the server. */
class SlowReaderTest {

  private static final boolean LONG = Soak.isLong();
  private static final int MESSAGES = LONG ? 1_000_000 : 50_000;
  private static final int SLOW_MESSAGES = LONG ? 30 : 10;
  private static final int PAUSE_MILLIS = LONG ? 1000 : 50;
  private static final long MIB = 1 << 20;

  /** The HTTP/2 window of 1 MiB of the client, grpc-java's threshold of 32 KiB, and some room. */
  private static final int MOST_ON_THEIR_WAY = 2 << 10;

  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger received = new AtomicInteger();
  private final CountDownLatch slowlyReceived = new CountDownLatch(SLOW_MESSAGES);
  private final CompletableFuture<ClientCallStreamObserver<EchoRequest>> started =
      new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  @Test
  void keepsTheMemoryOfTheServerBounded() throws Exception {
    String text = "x".repeat(1024);
    StreamService service =
        StreamService.responding(
            writer -> {
              for (int i = 0; i < MESSAGES; i++) {
                writer.write(EchoService.response(text));
                written.incrementAndGet();
              }
            });
    ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    ManagedChannel channel = null;
    try (RunningServer running = RunningServer.start(service)) {
      // Not the kit's, which ends calls that take as long as this one.
      channel =
          Grpc.newChannelBuilderForAddress(
                  "127.0.0.1", running.server().port(), InsecureChannelCredentials.create())
              .build();
      long before = usedHeap();
      EchoServiceGrpc.newStub(channel).serverStream(EchoService.request(""), new Reader());
      ClientCallStreamObserver<EchoRequest> call = started.get(10, TimeUnit.SECONDS);
      var paced =
          pace.scheduleAtFixedRate(() -> call.request(1), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(slowlyReceived.await(2, TimeUnit.MINUTES)).isTrue();
      long growth = usedHeap() - before;
      int waiting = written.get() - received.get();
      System.out.printf(
          "slow reader: %,d written, %,d received, heap grew by %,d bytes%n",
          written.get(), received.get(), growth);

      assertThat(waiting).isPositive().isLessThan(MOST_ON_THEIR_WAY);
      assertThat(growth).isLessThan(16 * MIB);
      paced.cancel(false);
      call.request(Integer.MAX_VALUE);
      ended.get(2, TimeUnit.MINUTES);
      assertThat(received).hasValue(MESSAGES);
    } finally {
      pace.shutdownNow();
      if (channel != null) {
        channel.shutdownNow();
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Counts, and keeps nothing. */
  private final class Reader implements ClientResponseObserver<EchoRequest, EchoResponse> {

    @Override
    public void beforeStart(ClientCallStreamObserver<EchoRequest> call) {
      call.disableAutoRequestWithInitial(0);
      started.complete(call);
    }

    @Override
    public void onNext(EchoResponse message) {
      received.incrementAndGet();
      slowlyReceived.countDown();
    }

    @Override
    public void onError(Throwable failure) {
      ended.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }
}
