package dev.grapnel.soak;

import dev.grapnel.soak.v1.Chunk;
import dev.grapnel.soak.v1.DownloadRequest;
import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceStub;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client that reads one message per second of a million. */
final class PacedDownload implements AutoCloseable {

  private static final DownloadRequest REQUEST =
      DownloadRequest.newBuilder().setMessages(1_000_000).setBytes(1024).build();

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong read = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final ClientCallStreamObserver<DownloadRequest> call;
  private final Future<?> reads;

  PacedDownload(LoadServiceStub stub) {
    Observer observer = new Observer();
    stub.download(REQUEST, observer);
    call = observer.call;
    reads = timer.scheduleAtFixedRate(() -> call.request(1), 0, 1, TimeUnit.SECONDS);
  }

  /** How many messages were read. */
  long read() {
    return read.get();
  }

  boolean awaitBegin() throws InterruptedException {
    return begun.await(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    reads.cancel(false);
    timer.shutdown();
    call.cancel("the test is over", null);
  }

  private final class Observer implements ClientResponseObserver<DownloadRequest, Chunk> {

    private ClientCallStreamObserver<DownloadRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<DownloadRequest> requests) {
      call = requests;
      requests.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(Chunk chunk) {
      read.incrementAndGet();
      begun.countDown();
    }

    @Override
    public void onError(@Nullable Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
