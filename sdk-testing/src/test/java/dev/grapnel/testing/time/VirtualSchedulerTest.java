package dev.grapnel.testing.time;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualSchedulerTest {

  private final VirtualClock clock = VirtualClock.create();
  private final ScheduledExecutorService scheduler = clock.scheduler();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsTasksInOrderOfDueTimeThenOfSubmission() {
    run("late", 3);
    run("early", 1);
    run("middle", 2);
    run("middle too", 2);

    advance(2);
    assertThat(ran).containsExactly("early@1", "middle@2", "middle too@2");
    assertThat(clock.pendingTasks()).isEqualTo(1);
    advance(1);
    assertThat(ran).last().isEqualTo("late@3");
    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void runsTasksOnTheAdvancingThread() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    later(1, () -> thread.set(Thread.currentThread()));

    advance(1);

    assertThat(thread).hasValue(Thread.currentThread());
  }

  @Test
  void runsTasksThatAreScheduledOnTheWay() {
    later(
        1,
        () -> {
          run("at once", 0);
          run("after two", 2);
          run("too late", 10);
        });

    advance(5);

    assertThat(ran).containsExactly("at once@1", "after two@3");
    assertThat(clock.read()).isEqualTo(SECONDS.toNanos(5));
  }

  @Test
  void runsWhatIsDueNowWhenAdvancedByZero() {
    run("now", 0);
    run("past", -5);
    run("later", 1);
    assertThat(ran).isEmpty();

    clock.advance(Duration.ZERO);

    assertThat(ran).containsExactly("now@0", "past@0");
  }

  @Test
  void runsWithoutDelayWhatIsHandedOverForNow() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();

    scheduler.execute(() -> thread.set(Thread.currentThread()));
    Future<String> result = scheduler.submit(() -> "done");

    assertThat(thread).hasValue(Thread.currentThread());
    assertThat(result.isDone()).isTrue();
    assertThat(scheduler.invokeAll(List.of(() -> 1, () -> 2))).allMatch(Future::isDone);
  }

  @Test
  void advancesFromTaskToTask() {
    run("first", 2);
    run("with it", 2);
    run("second", 5);

    assertThat(clock.advanceToNextTask()).contains(Duration.ofSeconds(2));
    assertThat(ran).containsExactly("first@2", "with it@2");
    assertThat(clock.advanceToNextTask()).contains(Duration.ofSeconds(3));
    assertThat(clock.advanceToNextTask()).isEmpty();
    assertThat(clock.read()).isEqualTo(SECONDS.toNanos(5));
  }

  @Test
  void repeatsAtAFixedRateWhateverATaskTakes() {
    var unused = scheduler.scheduleAtFixedRate(taking("tick", 2), 1, 3, SECONDS);

    advance(8);

    assertThat(ran).containsExactly("tick@1", "tick@4", "tick@7");
    assertThat(clock.pendingTasks()).isEqualTo(1);
  }

  @Test
  void catchesUpWithAFixedRateThatATaskOverran() {
    var unused = scheduler.scheduleAtFixedRate(taking("tick", 5), 1, 3, SECONDS);

    // Due at 1, 4 and 7.
    advance(7);

    assertThat(ran).containsExactly("tick@1", "tick@6", "tick@11");
  }

  @Test
  void repeatsWithAFixedDelayAfterTheEndOfATask() {
    var unused = scheduler.scheduleWithFixedDelay(taking("tick", 2), 1, 3, SECONDS);

    advance(8);

    assertThat(ran).containsExactly("tick@1", "tick@6");
  }

  @Test
  void cancelledTasksNeitherRunNorWait() {
    ScheduledFuture<?> once = scheduler.schedule(() -> ran.add("once"), 1, SECONDS);
    ScheduledFuture<?> often = scheduler.scheduleAtFixedRate(() -> ran.add("often"), 1, 1, SECONDS);

    assertThat(once.cancel(true)).isTrue();
    assertThat(clock.pendingTasks()).isEqualTo(1);
    advance(2);
    assertThat(often.cancel(false)).isTrue();
    advance(2);

    assertThat(ran).containsExactly("often", "often");
    assertThat(clock.pendingTasks()).isZero();
    assertThat(once.cancel(true)).isFalse();
  }

  @Test
  void aPeriodicTaskMayCancelItselfWithoutInterruptingTheTest() {
    AtomicReference<ScheduledFuture<?>> self = new AtomicReference<>();
    self.set(
        scheduler.scheduleAtFixedRate(
            () -> {
              ran.add("once");
              self.get().cancel(true);
            },
            1,
            1,
            SECONDS));

    advance(5);

    assertThat(ran).containsExactly("once");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aFutureTellsItsResultAndDelay() throws Exception {
    ScheduledFuture<String> first = scheduler.schedule(() -> "done", 5, SECONDS);
    ScheduledFuture<String> second = scheduler.schedule(() -> "done", 5, SECONDS);
    advance(2);

    assertThat(first.getDelay(SECONDS)).isEqualTo(3);
    assertThat(first.compareTo(second)).isNegative();
    assertThat(first.isDone()).isFalse();
    advance(3);
    assertThat(first.get()).isEqualTo("done");
  }

  @Test
  void aTaskThatThrowsEndsAloneAndIsReported() {
    AtomicReference<Throwable> reported = new AtomicReference<>();
    IllegalStateException failure = new IllegalStateException("broken");
    ScheduledFuture<?> once = scheduler.schedule(throwing(failure), 1, SECONDS);
    ScheduledFuture<?> often = scheduler.scheduleAtFixedRate(throwing(failure), 1, 1, SECONDS);
    run("another", 2);

    reportingTo(reported, () -> advance(3));

    assertThat(reported).hasValue(failure);
    assertThatThrownBy(once::get).hasCause(failure);
    assertThatThrownBy(often::get).hasCause(failure);
    assertThat(ran).containsExactly("another@2");
    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void theExceptionOfACallableIsItsFuturesAlone() {
    AtomicReference<Throwable> reported = new AtomicReference<>();
    IllegalStateException failure = new IllegalStateException("broken");
    ScheduledFuture<String> future =
        scheduler.schedule(
            () -> {
              throw failure;
            },
            1,
            SECONDS);

    reportingTo(reported, () -> advance(1));

    assertThat(reported).hasNullValue();
    assertThatThrownBy(future::get).hasCause(failure);
  }

  @Test
  void whatExecuteRunsThrowsToItsCaller() {
    IllegalStateException failure = new IllegalStateException("broken");

    assertThatThrownBy(() -> scheduler.execute(throwing(failure))).isSameAs(failure);
  }

  @Test
  void refusesIntervalsThatStandStill() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheduler.scheduleAtFixedRate(() -> {}, 0, 0, SECONDS))
        .withMessageContaining("is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheduler.scheduleWithFixedDelay(() -> {}, 0, -1, SECONDS));
  }

  @Test
  void waitsForEverForWhatIsDueAtTheEndOfTime() {
    advance(1);
    var once = scheduler.schedule(() -> ran.add("never"), Long.MAX_VALUE, SECONDS);
    var often = scheduler.scheduleAtFixedRate(() -> ran.add("x"), 0, Long.MAX_VALUE, NANOSECONDS);

    clock.advance(Duration.ofDays(100_000));

    assertThat(ran).containsExactly("x");
    assertThat(once.isDone() || often.isDone()).isFalse();
  }

  @Test
  void failsWhenATaskSchedulesItselfWithoutDelayForEver() {
    AtomicBoolean enough = new AtomicBoolean();
    scheduleAgain(enough);

    assertThatIllegalStateException()
        .isThrownBy(() -> advance(1))
        .withMessageContaining("1000000 tasks ran at one instant");
    enough.set(true);
    clock.advance(Duration.ZERO);
  }

  private void scheduleAgain(AtomicBoolean enough) {
    if (!enough.get()) {
      later(0, () -> scheduleAgain(enough));
    }
  }

  private void run(String name, long delay) {
    later(delay, () -> note(name));
  }

  private void later(long delay, Runnable task) {
    var unused = scheduler.schedule(task, delay, SECONDS);
  }

  private Runnable taking(String name, long seconds) {
    return () -> {
      note(name);
      advance(seconds);
    };
  }

  private void note(String name) {
    ran.add(name + "@" + NANOSECONDS.toSeconds(clock.read()));
  }

  private void advance(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private static Runnable throwing(RuntimeException failure) {
    return () -> {
      throw failure;
    };
  }

  private static void reportingTo(AtomicReference<Throwable> reported, Runnable code) {
    Thread thread = Thread.currentThread();
    thread.setUncaughtExceptionHandler((where, failure) -> reported.set(failure));
    try {
      code.run();
    } finally {
      thread.setUncaughtExceptionHandler(null);
    }
  }
}
