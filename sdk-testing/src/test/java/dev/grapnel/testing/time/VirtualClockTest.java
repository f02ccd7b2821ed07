package dev.grapnel.testing.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.grapnel.core.lifecycle.Countdown;
import io.grpc.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VirtualClockTest {

  private final VirtualClock clock = VirtualClock.create();

  @Test
  void standsStillUntilAdvanced() {
    assertThat(clock.instant()).isEqualTo(VirtualClock.DEFAULT_START);
    assertThat(clock.read()).isZero();

    clock.advance(Duration.ofMillis(1500));

    assertThat(clock.instant()).isEqualTo(VirtualClock.DEFAULT_START.plusMillis(1500));
    assertThat(clock.millis()).isEqualTo(VirtualClock.DEFAULT_START.toEpochMilli() + 1500);
    assertThat(clock.read()).isEqualTo(1_500_000_000);
    assertThat(clock.deadlineTicker().nanoTime()).isEqualTo(1_500_000_000);
    assertThat(clock.withZone(ZoneOffset.UTC).instant()).isEqualTo(clock.instant());
  }

  @Test
  void startsWhereItIsTold() {
    Instant start = Instant.parse("1999-12-31T23:59:59Z");

    assertThat(VirtualClock.at(start).instant()).isEqualTo(start);
  }

  @Test
  void isATickerForCountdowns() {
    Countdown countdown = Countdown.start(Duration.ofSeconds(3), clock);

    clock.advance(Duration.ofSeconds(2));

    assertThat(countdown.remaining()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void neverGoesBackNorBeyondItsRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
    clock.advance(Duration.ofNanos(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)))
        .withMessageContaining("292 years");
    assertThat(clock.read()).isEqualTo(1);
  }

  @Test
  void itsDeadlinesExpireByAdvanceAlone() {
    Deadline deadline = clock.deadlineAfter(Duration.ofSeconds(5));

    clock.advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(deadline.isExpired()).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(deadline.isExpired()).isTrue();
  }

  @Test
  void movesDeadlinesOfOtherClocksAndKeepsItsOwn() {
    VirtualClock other = VirtualClock.create();
    clock.advance(Duration.ofDays(3));
    Deadline own = clock.deadlineAfter(Duration.ofSeconds(5));
    Deadline foreign = other.deadlineAfter(Duration.ofSeconds(5));
    other.advance(Duration.ofNanos(1));

    assertThat(clock.onVirtualTime(own)).isSameAs(own);
    // Equal only if on the same clock; rounded up to the millisecond.
    assertThat(clock.onVirtualTime(foreign)).isEqualTo(own);
    assertThat(clock.onVirtualTime(clock.onVirtualTime(foreign))).isEqualTo(own);
  }

  @Test
  void movesDeadlinesOfRealTime() {
    Deadline moved = clock.onVirtualTime(Deadline.after(1, TimeUnit.HOURS));

    assertThat(moved.isBefore(clock.deadlineAfter(Duration.ofMinutes(50)))).isFalse();
    clock.advance(Duration.ofHours(1));
    assertThat(moved.isExpired()).isTrue();
  }

  @Test
  void movesExpiredDeadlinesAsExpired() {
    assertThat(clock.onVirtualTime(Deadline.after(-1, TimeUnit.NANOSECONDS)).isExpired()).isTrue();
    assertThat(clock.onVirtualTime(Deadline.after(-1, TimeUnit.HOURS)).isExpired()).isTrue();
  }

  @Test
  void tellsWhereItStandsAndWhatWaits() {
    assertThat(clock).hasToString("VirtualClock[2030-01-01T00:00:00Z, 0 tasks pending]");

    var unused = clock.scheduler().schedule(() -> {}, 1, TimeUnit.MINUTES);
    clock.advance(Duration.ofSeconds(5));

    assertThat(clock).hasToString("VirtualClock[2030-01-01T00:00:05Z, 1 task pending]");
  }

  @Test
  void waitsForOthersToSchedule() throws Exception {
    CompletableFuture<Future<?>> task = new CompletableFuture<>();
    Thread other =
        new Thread(() -> task.complete(clock.scheduler().schedule(() -> {}, 1, TimeUnit.SECONDS)));

    other.start();
    clock.awaitPendingTasks(1);
    clock.advance(Duration.ofSeconds(1));

    assertThat(task.get().isDone()).isTrue();
  }
}
