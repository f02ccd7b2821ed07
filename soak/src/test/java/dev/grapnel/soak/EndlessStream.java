package dev.grapnel.soak;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.soak.v1.WatchRequest.OnDrain;
import dev.grapnel.soak.v1.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends ten messages a second until the server drains, then a last one. Three threads meet here:
 * its timer, the one that drains, and those of the call.
 */
final class EndlessStream {

  private static final int PERIOD_MILLIS = 100;
  private static final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "soak-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final ServerCallStreamObserver<WatchResponse> call;
  private long sent;
  private boolean ended;

  EndlessStream(ServerCallStreamObserver<WatchResponse> call) {
    this.call = call;
  }

  void start(OnDrain onDrain) {
    Future<?> ticks =
        timer.scheduleAtFixedRate(this::tick, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    call.setOnCancelHandler(() -> ticks.cancel(false));
    call.setOnCloseHandler(() -> ticks.cancel(false));
    if (onDrain == OnDrain.END) {
      CallContext.current().onDrain(this::drain);
    } else if (onDrain == OnDrain.BLOCK) {
      CallContext.current().onDrain(EndlessStream::block);
    }
  }

  private synchronized void tick() {
    if (!ended && call.isReady()) {
      call.onNext(WatchResponse.newBuilder().setNumber(sent++).build());
    }
  }

  private synchronized void drain() {
    if (!ended && !call.isCancelled()) {
      ended = true;
      call.onNext(WatchResponse.newBuilder().setNumber(sent).setDrained(true).build());
      call.onCompleted();
    }
  }

  /** What its contract forbids. */
  private static void block() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
