package dev.grapnel.soak;

import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceStub;
import dev.grapnel.soak.v1.WorkRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls to {@code Work} over one or several connections. */
final class Traffic {

  private static final Duration WINDOW = Duration.ofMillis(500);

  private final List<LoadServiceStub> stubs;
  private final WorkRequest request;

  Traffic(WorkRequest request, List<LoadServiceStub> stubs) {
    this.request = request;
    this.stubs = stubs;
  }

  static WorkRequest blocking(Duration time) {
    return WorkRequest.newBuilder().setMicros(time.toNanos() / 1000).build();
  }

  /** So many at a time, the next one when one ends. */
  Tally closedLoop(int callers, Duration time) throws InterruptedException {
    Tally tally = new Tally();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < callers; i++) {
      next(stubs.get(i % stubs.size()), tally, end);
    }
    return tally.finish();
  }

  private void next(LoadServiceStub stub, Tally tally, long end) {
    stub.work(
        request,
        tally.begin(
            () -> {
              if (System.nanoTime() < end) {
                next(stub, tally, end);
              }
            }));
  }

  /** So many a second, whatever becomes of them, until closed. */
  OpenLoop openLoop(double perSecond) {
    return new OpenLoop(perSecond);
  }

  /** See {@link #openLoop}. */
  final class OpenLoop implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Tally tally = new Tally();
    private final double perSecond;
    private final long start = System.nanoTime();
    private final Future<?> ticks;
    private long begun;

    OpenLoop(double perSecond) {
      this.perSecond = perSecond;
      ticks = timer.scheduleAtFixedRate(this::beginThoseDue, 0, 1, TimeUnit.MILLISECONDS);
    }

    private void beginThoseDue() {
      long due = (long) ((System.nanoTime() - start) / 1e9 * perSecond);
      for (; begun < due; begun++) {
        stubs.get((int) (begun % stubs.size())).work(request, tally.begin());
      }
    }

    /** Waits until a server has answered one of its calls. */
    void awaitAnswerOf(ServerProcess server) throws InterruptedException {
      try {
        tally.answerOf(server.id()).get(30, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("the client does not call " + server.target(), e);
      }
    }

    /** Waits until a server answers a fair part of the calls, and tells how long that took. */
    Duration awaitShareOf(ServerProcess server, double share, Duration most)
        throws InterruptedException {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < most.toNanos()) {
        long ofServer = tally.answersOf(server.id());
        long ofAll = tally.answersOfAll();
        pause(WINDOW);
        long grown = tally.answersOfAll() - ofAll;
        if (grown > 0 && (tally.answersOf(server.id()) - ofServer) / (double) grown >= share) {
          return Duration.ofNanos(System.nanoTime() - begin);
        }
      }
      throw new AssertionError(server.target() + " has no share of the calls after " + most);
    }

    Tally tally() {
      return tally;
    }

    /** Goes on for a while. */
    void pause(Duration time) throws InterruptedException {
      try {
        ticks.get(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException timeIsOver) {
        return;
      } catch (ExecutionException e) {
        throw new IllegalStateException("no more calls could be begun", e);
      }
      throw new IllegalStateException("ended before its time");
    }

    /** Ends it and waits until all its calls have ended. */
    Tally finish() throws InterruptedException {
      close();
      return tally.finish();
    }

    /** Goes on until so much time has passed since it began, and ends it. */
    Tally finishAfter(Duration time) throws InterruptedException {
      pause(time.minusNanos(System.nanoTime() - start));
      return finish();
    }

    @Override
    public void close() {
      timer.shutdown();
      try {
        timer.awaitTermination(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
