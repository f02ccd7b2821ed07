package dev.grapnel.testing.time;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulerShutdownTest {

  private final VirtualClock clock = VirtualClock.create();
  private final ScheduledExecutorService scheduler = clock.scheduler();
  private final List<String> ran = new ArrayList<>();

  @Test
  void shutdownLetsTasksRunOnceMoreAndEndsPeriodicOnes() throws Exception {
    var unused = scheduler.schedule(() -> ran.add("once"), 1, SECONDS);
    ScheduledFuture<?> often = scheduler.scheduleAtFixedRate(() -> ran.add("x"), 1, 1, SECONDS);

    scheduler.shutdown();

    assertThat(often.isCancelled()).isTrue();
    assertThat(scheduler.isShutdown()).isTrue();
    assertThat(scheduler.isTerminated()).isFalse();
    clock.advance(Duration.ofSeconds(5));
    assertThat(ran).containsExactly("once");
    assertThat(scheduler.isTerminated()).isTrue();
    assertThat(scheduler.awaitTermination(1, HOURS)).isTrue();
  }

  @Test
  void shutdownNowReturnsWhatNeverRan() throws Exception {
    ScheduledFuture<?> late = scheduler.schedule(() -> ran.add("late"), 2, SECONDS);
    ScheduledFuture<?> early = scheduler.schedule(() -> ran.add("early"), 1, SECONDS);

    List<Runnable> dropped = scheduler.shutdownNow();

    assertThat(dropped).map(Object.class::cast).containsExactly(early, late);
    assertThat(clock.pendingTasks()).isZero();
    clock.advance(Duration.ofSeconds(5));
    assertThat(ran).isEmpty();
    assertThat(scheduler.awaitTermination(1, HOURS)).isTrue();
  }

  @Test
  void refusesTasksAfterShutdown() {
    scheduler.shutdown();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> scheduler.schedule(() -> {}, 1, SECONDS))
        .withMessageContaining("shut down");
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> scheduler.execute(() -> {}));
  }

  @Test
  void aPeriodicTaskThatShutsDownIsItsOwnLast() {
    ScheduledFuture<?> last =
        scheduler.scheduleAtFixedRate(
            () -> {
              ran.add("last");
              scheduler.shutdown();
            },
            1,
            1,
            SECONDS);

    clock.advance(Duration.ofSeconds(5));

    assertThat(ran).containsExactly("last");
    assertThat(last.isCancelled()).isTrue();
    assertThat(scheduler.isTerminated()).isTrue();
  }

  @Test
  void awaitTerminationEndsInRealTimeIfNobodyAdvances() throws Exception {
    var unused = scheduler.schedule(() -> ran.add("waiting"), 1, SECONDS);
    scheduler.shutdown();

    assertThat(scheduler.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(scheduler.awaitTermination(-1, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void awaitTerminationEndsWhenVirtualTimeHasPassed() throws Exception {
    var unused = scheduler.schedule(() -> ran.add("waiting"), 10, HOURS);
    scheduler.shutdown();
    Waiting waiting = Waiting.forTermination(scheduler);

    clock.advance(Duration.ofHours(1));

    assertThat(waiting.terminated().get(20, SECONDS)).isFalse();
  }

  @Test
  void awaitTerminationEndsWithTheLastTask() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Void> work =
        CompletableFuture.runAsync(
            () ->
                scheduler.execute(
                    () -> {
                      running.countDown();
                      awaitQuietly(go);
                    }));
    assertThat(running.await(20, SECONDS)).isTrue();
    scheduler.shutdown();
    assertThat(scheduler.isTerminated()).isFalse();
    Waiting waiting = Waiting.forTermination(scheduler);

    go.countDown();

    assertThat(waiting.terminated().get(20, SECONDS)).isTrue();
    work.get(20, SECONDS);
  }

  /** A thread that waits for an hour at most, and is known to wait. */
  private record Waiting(CompletableFuture<Boolean> terminated) {

    static Waiting forTermination(ScheduledExecutorService scheduler) {
      CompletableFuture<Boolean> result = new CompletableFuture<>();
      Thread thread = new Thread(() -> await(scheduler, result), "waits for termination");
      thread.setDaemon(true);
      thread.start();
      long began = System.nanoTime();
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        assertThat(System.nanoTime() - began).isLessThan(SECONDS.toNanos(20));
        Thread.onSpinWait();
      }
      return new Waiting(result);
    }

    private static void await(
        ScheduledExecutorService scheduler, CompletableFuture<Boolean> result) {
      try {
        result.complete(scheduler.awaitTermination(1, HOURS));
      } catch (InterruptedException e) {
        result.completeExceptionally(e);
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
