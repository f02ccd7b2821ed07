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

/** Calls over one or several connections. */
final class Traffic {

  private static final Duration WINDOW = Duration.ofMillis(500);

  /** Makes a call. */
  @FunctionalInterface
  interface Caller {

    /** Begins a call that it tells the tally of; {@code then} runs when it has ended. */
    void call(Tally tally, Runnable then);
  }

  private final List<Caller> callers;

  private Traffic(List<Caller> callers) {
    this.callers = callers;
  }

  /** Calls to {@code Work}. */
  Traffic(WorkRequest request, List<LoadServiceStub> stubs) {
    this(
        stubs.stream()
            .<Caller>map(stub -> (tally, then) -> stub.work(request, tally.begin(then)))
            .toList());
  }

  static Traffic of(Caller caller) {
    return new Traffic(List.of(caller));
  }

  static WorkRequest blocking(Duration time) {
    return WorkRequest.newBuilder().setMicros(time.toNanos() / 1000).build();
  }

  /** So many at a time, the next one when one ends. */
  Tally closedLoop(int atOnce, Duration time) throws InterruptedException {
    Tally tally = new Tally();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < atOnce; i++) {
      next(callers.get(i % callers.size()), tally, end);
    }
    return tally.finish();
  }

  private static void next(Caller caller, Tally tally, long end) {
    caller.call(
        tally,
        () -> {
          if (System.nanoTime() < end) {
            next(caller, tally, end);
          }
        });
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
        callers.get((int) (begun % callers.size())).call(tally, () -> {});
      }
    }

    /** Waits until a server has answered one of its calls. */
    void awaitAnswerOf(ServerProcess server) throws InterruptedException {
      awaitAnswerOf(server.id());
    }

    /** Waits for a server that the calls know as {@code server}. */
    void awaitAnswerOf(long server) throws InterruptedException {
      try {
        tally.answerOf(server).get(30, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("the client does not call " + server, e);
      }
    }

    /** Waits until a server answers a fair part of the calls, and tells how long that took. */
    Duration awaitShareOf(long server, double share, Duration most) throws InterruptedException {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < most.toNanos()) {
        long ofServer = tally.answersOf(server);
        long ofAll = tally.answersOfAll();
        pause(WINDOW);
        long grown = tally.answersOfAll() - ofAll;
        if (grown > 0 && (tally.answersOf(server) - ofServer) / (double) grown >= share) {
          return Duration.ofNanos(System.nanoTime() - begin);
        }
      }
      throw new AssertionError(server + " has no share of the calls after " + most);
    }

    /** Waits until a server answers none of the calls any more. */
    void awaitNoneOf(long server, Duration most) throws InterruptedException {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < most.toNanos()) {
        long before = tally.answersOf(server);
        pause(WINDOW);
        if (tally.answersOf(server) == before) {
          return;
        }
      }
      throw new AssertionError(server + " is still called after " + most);
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
