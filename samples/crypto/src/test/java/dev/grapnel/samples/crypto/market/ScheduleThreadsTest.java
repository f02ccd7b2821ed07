package dev.grapnel.samples.crypto.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScheduleThreadsTest {

  @Test
  void runsATaskAgainThoughItThrew() throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    try (ScheduleThreads schedule = new ScheduleThreads(1)) {
      schedule.every(
          Duration.ofMillis(1),
          () -> {
            runs.countDown();
            throw new IllegalStateException("expected by this test");
          });

      assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void runsACancelledTaskNoMore() throws Exception {
    try (ScheduleThreads schedule = new ScheduleThreads(1)) {
      Semaphore runs = new Semaphore(0);
      Schedule.Repetition repetition = schedule.every(Duration.ofMillis(1), runs::release);
      assertThat(runs.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

      repetition.cancel();

      // There is one thread: once it runs another task, a run that had begun is over.
      awaitRuns(schedule, 1);
      runs.drainPermits();
      awaitRuns(schedule, 3);
      assertThat(runs.availablePermits()).isZero();
    }
  }

  private static void awaitRuns(Schedule schedule, int count) throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(count);
    Schedule.Repetition repetition = schedule.every(Duration.ofMillis(1), runs::countDown);
    assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
    repetition.cancel();
  }
}
