package dev.grapnel.server.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Simulated calls and workers on a simulated clock: every figure is the same in every run. */
class WaitingLineTest {

  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final WaitingLine.Limits LIMITS =
      new WaitingLine.Limits(1000, 5 * MILLI, 100 * MILLI);

  private final Rejection tooMany = Rejection.overloaded("waiting", "", 1);
  private final Rejection tooLong = Rejection.overloaded("wait", "", 1);

  @Test
  void keepsTheWaitShortWhenFiveTimesAsManyComeAsCanBeServed() {
    Simulation overload = new Simulation(10, () -> 10 * MILLI).run(30, () -> MILLI / 5);
    assertThat(overload.percentileOfWaits(99)).isLessThan(11 * MILLI);
    // No worker is idle while calls are refused.
    assertThat(overload.waits.size()).isBetween(29_000, 31_100);
    assertThat(overload.line.waiting()).isLessThanOrEqualTo(10);
  }

  @Test
  void doesSoAlsoWhereCallsComeAndTakeTimeAtRandom() {
    Random random = new Random(42);
    LongSupplier service = () -> (long) (-Math.log(1 - random.nextDouble()) * 10 * MILLI);
    LongSupplier gaps = () -> (long) (-Math.log(1 - random.nextDouble()) * MILLI / 5);
    Simulation overload = new Simulation(10, service).run(30, gaps);
    assertThat(overload.percentileOfWaits(99)).isLessThan(20 * MILLI);
    assertThat(overload.waits.size()).isBetween(27_000, 32_500);
  }

  @Test
  void refusesNobodyBelowCapacity() {
    Random random = new Random(7);
    LongSupplier gaps = () -> (long) (-Math.log(1 - random.nextDouble()) * MILLI / 0.7);
    Simulation busy = new Simulation(10, () -> 10 * MILLI).run(30, gaps);
    assertThat(busy.refused).isZero();
  }

  @Test
  void servesABurst() {
    Simulation burst = new Simulation(10, () -> 10 * MILLI);
    burst.arrive(100);
    burst.finish();
    assertThat(burst.refused).isZero();
    assertThat(burst.percentileOfWaits(100)).isEqualTo(90 * MILLI);
  }

  @Test
  void recoversAtOnceAfterOverload() {
    Simulation server = new Simulation(10, () -> 10 * MILLI).run(3, () -> MILLI / 5);
    server.finish();
    server.now += SECOND;
    int before = server.refused;
    server.arrive(100);
    server.finish();
    assertThat(server.refused).isEqualTo(before);
  }

  @Test
  void keepsMostWaitsShortThroughPausesOfTheWholeProcess() {
    Simulation server = new Simulation(10, () -> 10 * MILLI).run(3, () -> MILLI / 5);
    for (int pause = 0; pause < 3; pause++) {
      // Nothing runs, and what came meanwhile is there at once.
      server.workUntil(server.now + 300 * MILLI);
      server.arrive(1500);
      server.run(9, () -> MILLI / 5);
    }
    assertThat(server.percentileOfWaits(97)).isLessThan(20 * MILLI);
    assertThat(server.percentileOfWaits(100)).isLessThan(250 * MILLI);
  }

  @Test
  void learnsSoonThatCallsTakeLessTime() {
    List<Long> time = new ArrayList<>(List.of(100 * MILLI));
    Simulation server = new Simulation(10, () -> time.get(0)).run(10, () -> 10 * MILLI);
    server.finish();
    time.set(0, MILLI / 10);
    server.run(1, () -> 10 * MILLI);
    int before = server.refused;
    server.arrive(500);
    assertThat(server.refused).isEqualTo(before);
  }

  @Test
  void refusesWhileWorkersAreStuck() {
    WaitingLine line = new WaitingLine(2, LIMITS, tooMany, tooLong);
    line.entered(0);
    assertThat(line.refusal(50 * MILLI)).isNull();
    assertThat(line.refusal(101 * MILLI)).isSameAs(tooLong);
  }

  @Property(tries = 50)
  void neverLetsMoreWaitThanItsNumber(
      @ForAll @IntRange(min = 1, max = 20) int workers,
      @ForAll @IntRange(min = 1, max = 40) int most) {
    WaitingLine line =
        new WaitingLine(workers, new WaitingLine.Limits(most, SECOND, SECOND), tooMany, tooLong);
    int entered = 0;
    while (line.refusal(0) == null) {
      line.entered(0);
      entered++;
    }
    assertThat(line.refusal(0)).isSameAs(tooMany);
    assertThat(entered).isEqualTo(Math.max(most, Math.max(1, workers / 2)));
  }

  /** A pool of workers with a queue behind a line. */
  private final class Simulation {

    private final WaitingLine line;
    private final LongSupplier service;
    private final Deque<Long> queue = new ArrayDeque<>();
    private final PriorityQueue<Long> ends = new PriorityQueue<>();
    private final Deque<Long> took = new ArrayDeque<>();
    private final List<Long> waits = new ArrayList<>();
    private int free;
    private int refused;
    private long now = 1;

    Simulation(int workers, LongSupplier service) {
      this.line = new WaitingLine(workers, LIMITS, tooMany, tooLong);
      this.service = service;
      this.free = workers;
    }

    Simulation run(int seconds, LongSupplier gaps) {
      long end = now + seconds * SECOND;
      for (long next = now; next < end; next += gaps.getAsLong()) {
        workUntil(next);
        arrive(1);
      }
      return this;
    }

    void arrive(int calls) {
      for (int i = 0; i < calls; i++) {
        if (line.refusal(now) == null) {
          line.entered(now);
          queue.add(now);
          start();
        } else {
          refused++;
        }
      }
    }

    void finish() {
      workUntil(Long.MAX_VALUE);
    }

    private void workUntil(long time) {
      while (!ends.isEmpty() && ends.peek() <= time) {
        now = ends.remove();
        line.worked(took.remove());
        line.ended();
        free++;
        start();
      }
      now = time == Long.MAX_VALUE ? now : time;
    }

    private void start() {
      while (free > 0 && !queue.isEmpty()) {
        free--;
        line.left(now);
        waits.add(now - queue.remove());
        long time = service.getAsLong();
        ends.add(now + time);
        took.add(time);
      }
    }

    long percentileOfWaits(int percent) {
      List<Long> sorted = waits.stream().sorted().toList();
      return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
  }
}
