package dev.grapnel.testing.time;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class VirtualTimePropertyTest {

  private record Run(int task, long at) {}

  @Property
  void runsEveryScheduleInDueOrder(
      @ForAll @Size(max = 50) List<@LongRange(min = -2, max = 100) Long> delays,
      @ForAll @LongRange(min = 0, max = 100) long advance) {
    VirtualClock clock = VirtualClock.create();
    List<Run> ran = new ArrayList<>();
    for (int i = 0; i < delays.size(); i++) {
      schedule(clock, ran, i, delays.get(i));
    }

    clock.advance(Duration.ofNanos(advance));

    List<Run> expected =
        IntStream.range(0, delays.size())
            .mapToObj(i -> new Run(i, Math.max(0, delays.get(i))))
            .filter(run -> run.at() <= advance)
            .sorted(Comparator.comparingLong(Run::at))
            .toList();
    assertThat(ran).isEqualTo(expected);
    assertThat(clock.pendingTasks()).isEqualTo(delays.size() - expected.size());
    assertThat(clock.read()).isEqualTo(advance);
  }

  @Property
  void advancingTwiceIsAdvancingBySum(
      @ForAll @Size(max = 20) List<@LongRange(min = 1, max = 30) Long> intervals,
      @ForAll @LongRange(min = 0, max = 60) long a,
      @ForAll @LongRange(min = 0, max = 60) long b) {
    VirtualClock twice = VirtualClock.create();
    VirtualClock once = VirtualClock.create();
    List<Run> inTwo = populate(twice, intervals);
    List<Run> inOne = populate(once, intervals);

    twice.advance(Duration.ofNanos(a));
    twice.advance(Duration.ofNanos(b));
    once.advance(Duration.ofNanos(a + b));

    assertThat(inTwo).isEqualTo(inOne);
    assertThat(twice.instant()).isEqualTo(once.instant());
    assertThat(twice.pendingTasks()).isEqualTo(once.pendingTasks());
  }

  @Property
  void steppingFromTaskToTaskIsAdvancing(
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 50) Long> delays) {
    VirtualClock stepping = VirtualClock.create();
    VirtualClock advancing = VirtualClock.create();
    List<Run> stepped = new ArrayList<>();
    List<Run> advanced = new ArrayList<>();
    for (int i = 0; i < delays.size(); i++) {
      schedule(stepping, stepped, i, delays.get(i));
      schedule(advancing, advanced, i, delays.get(i));
    }

    Duration total = Duration.ZERO;
    for (var step = stepping.advanceToNextTask();
        step.isPresent();
        step = stepping.advanceToNextTask()) {
      total = total.plus(step.get());
    }
    advancing.advance(total);

    assertThat(stepped).isEqualTo(advanced);
    assertThat(stepping.read()).isEqualTo(advancing.read()).isEqualTo(total.toNanos());
  }

  @Property
  void movedDeadlinesAreRoundedUpToTheMillisecondAndNoFurther(
      @ForAll @LongRange(min = -10_000_000_000L, max = 10_000_000_000L) long remaining) {
    VirtualClock from = VirtualClock.create();
    VirtualClock to = VirtualClock.create();

    long moved =
        to.onVirtualTime(from.deadlineAfter(Duration.ofNanos(remaining)))
            .timeRemaining(NANOSECONDS);

    assertThat(moved % 1_000_000).isZero();
    assertThat(moved - remaining).isBetween(0L, 999_999L);
  }

  @Property(tries = 20)
  void severalThreadsMayScheduleAndAdvance(@ForAll @IntRange(min = 2, max = 4) int threads)
      throws Exception {
    VirtualClock clock = VirtualClock.create();
    List<Run> ran = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch together = new CountDownLatch(1);
    ExecutorService others = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        work.add(others.submit(() -> scheduleAndAdvance(clock, ran, together)));
      }
      together.countDown();
      for (Future<?> each : work) {
        each.get(20, SECONDS);
      }
    } finally {
      others.shutdownNow();
    }
    clock.advance(Duration.ofNanos(100));

    assertThat(clock.read()).isEqualTo(threads * 100L + 100);
    assertThat(ran).hasSize(threads * 100);
    assertThat(ran).isSortedAccordingTo(Comparator.comparingLong(Run::at));
    assertThat(clock.pendingTasks()).isZero();
  }

  private static void scheduleAndAdvance(
      VirtualClock clock, List<Run> ran, CountDownLatch together) {
    try {
      assertThat(together.await(20, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < 100; i++) {
      schedule(clock, ran, i, i % 7);
      clock.advance(Duration.ofNanos(1));
    }
  }

  /** A task per interval at a fixed rate, and one each that schedules itself again. */
  private static List<Run> populate(VirtualClock clock, List<Long> intervals) {
    List<Run> ran = new ArrayList<>();
    for (int i = 0; i < intervals.size(); i++) {
      int task = i;
      var unused =
          clock
              .scheduler()
              .scheduleAtFixedRate(
                  () -> ran.add(new Run(task, clock.read())), i % 3, intervals.get(i), NANOSECONDS);
      again(clock, ran, -1 - i, intervals.get(i));
    }
    return ran;
  }

  private static void again(VirtualClock clock, List<Run> ran, int task, long interval) {
    Runnable body =
        () -> {
          ran.add(new Run(task, clock.read()));
          again(clock, ran, task, interval);
        };
    var unused = clock.scheduler().schedule(body, interval, NANOSECONDS);
  }

  private static void schedule(VirtualClock clock, List<Run> ran, int task, long delay) {
    Runnable body = () -> ran.add(new Run(task, clock.read()));
    var unused = clock.scheduler().schedule(body, delay, NANOSECONDS);
  }
}
