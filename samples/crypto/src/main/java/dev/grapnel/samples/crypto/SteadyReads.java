package dev.grapnel.samples.crypto;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.samples.crypto.proto.CoinResponse;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc.CryptoServiceStub;
import dev.grapnel.samples.crypto.proto.GetCoinRequest;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a coin so many times a second, whatever becomes of the servers, and prints each second who
 * answered.
 */
final class SteadyReads {

  private static final GetCoinRequest REQUEST =
      GetCoinRequest.newBuilder().setSymbol("BTC").build();

  private final CryptoServiceStub stub;
  private final ServerShares shares;
  private final PrintWriter out;
  private final Semaphore open = new Semaphore(Integer.MAX_VALUE);
  private volatile @Nullable String lastFailure;
  private long answered;
  private long failed;

  SteadyReads(GRPCClient client, ServerShares shares, PrintWriter out) {
    this.stub = client.stub(CryptoServiceGrpc::newStub);
    this.shares = shares;
    this.out = out;
  }

  /** Returns how many failed. */
  long run(int perSecond, Duration time) throws InterruptedException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      Future<?> reads =
          timer.scheduleAtFixedRate(
              this::read, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
      for (long second = 1; second <= time.toSeconds(); second++) {
        TimeUnit.SECONDS.sleep(1);
        report(second);
      }
      reads.cancel(false);
    } finally {
      timer.shutdownNow();
    }
    open.acquire(Integer.MAX_VALUE);
    report(time.toSeconds());
    out.printf("%d answered, %d failed%n", answered, failed);
    out.flush();
    return failed;
  }

  private void read() {
    open.acquireUninterruptibly();
    stub.getCoin(
        REQUEST,
        new StreamObserver<CoinResponse>() {
          @Override
          public void onNext(CoinResponse response) {}

          @Override
          public void onError(Throwable failure) {
            lastFailure = failure.getMessage();
            open.release();
          }

          @Override
          public void onCompleted() {
            open.release();
          }
        });
  }

  private void report(long second) {
    ServerShares.Counts counts = shares.next();
    answered += counts.answers();
    failed += counts.failures();
    if (counts.answers() + counts.failures() > 0) {
      out.printf(
          "%4d s  %5d answered %s  %d failed %s%n",
          second,
          counts.answers(),
          counts.answered(),
          counts.failures(),
          counts.failures() == 0 ? "" : counts.failed());
      if (counts.failures() > 0) {
        out.println("        " + lastFailure);
      }
      out.flush();
    }
  }
}
