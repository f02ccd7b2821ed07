package dev.grapnel.interceptors.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LimitTimerTest {

  private static final long LIMIT = 50;

  /** A call that begins at a moment and ends by itself after a while, all in milliseconds. */
  record Call(int pause, int length) {}

  @Property(tries = 200)
  void endsEachCallThatLastsAtItsMomentAndNoOther(@ForAll("calls") List<Call> calls) {
    VirtualClock clock = VirtualClock.create();
    LimitTimer timer =
        new LimitTimer(Duration.ofMillis(LIMIT), clock.deadlineTicker(), clock.scheduler());
    Map<Integer, Long> expected = new HashMap<>();
    Map<Integer, Long> ended = new HashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      clock.advance(Duration.ofMillis(calls.get(i).pause()));
      int call = i;
      long now = clock.read();
      LimitTimer.Entry entry = timer.add(() -> ended.merge(call, clock.read(), Long::sum));
      if (calls.get(i).length() < LIMIT) {
        var unused =
            clock.scheduler().schedule(entry::remove, calls.get(i).length(), TimeUnit.MILLISECONDS);
      } else {
        expected.put(call, now + TimeUnit.MILLISECONDS.toNanos(LIMIT));
      }
    }
    clock.advance(Duration.ofMillis(2 * LIMIT));

    assertThat(ended).isEqualTo(expected);
    assertThat(clock.pendingTasks()).isZero();
  }

  @Provide
  Arbitrary<List<Call>> calls() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 40), Arbitraries.integers().between(0, 80))
        .as(Call::new)
        .list()
        .ofMaxSize(30);
  }

  @Test
  void needsOneTaskForAllCallsAndNoneForLong() {
    VirtualClock clock = VirtualClock.create();
    LimitTimer timer =
        new LimitTimer(Duration.ofMillis(LIMIT), clock.deadlineTicker(), clock.scheduler());
    for (int i = 0; i < 1000; i++) {
      LimitTimer.Entry entry = timer.add(() -> {});
      assertThat(clock.pendingTasks()).isEqualTo(1);
      entry.remove();
      entry.remove();
    }
    clock.advance(Duration.ofMillis(LIMIT));
    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void endsTheOthersIfOneCannotBeEnded() {
    VirtualClock clock = VirtualClock.create();
    LimitTimer timer =
        new LimitTimer(Duration.ofMillis(LIMIT), clock.deadlineTicker(), clock.scheduler());
    AtomicInteger ended = new AtomicInteger();
    LimitTimer.Entry broken =
        timer.add(
            () -> {
              throw new IllegalStateException("broken");
            });
    LimitTimer.Entry sound = timer.add(ended::incrementAndGet);

    clock.advance(Duration.ofMillis(LIMIT));

    assertThat(ended).hasValue(1);
    broken.remove();
    sound.remove();
  }

  @Test
  @Timeout(30)
  void forgetsNoCallThatManyThreadsBegin() throws Exception {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    LimitTimer timer =
        new LimitTimer(Duration.ofNanos(50_000), io.grpc.Deadline.getSystemTicker(), scheduler);
    int each = 20_000;
    int threads = 4;
    CountDownLatch due = new CountDownLatch(threads * each / 2);
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int k = 0; k < each; k++) {
                  if (k % 2 == 0) {
                    timer.add(due::countDown);
                  } else {
                    timer.add(() -> {}).remove();
                  }
                }
              });
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
    assertThat(due.await(20, TimeUnit.SECONDS)).isTrue();
    scheduler.shutdownNow();
  }
}
