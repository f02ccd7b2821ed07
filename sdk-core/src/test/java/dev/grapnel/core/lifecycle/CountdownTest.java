package dev.grapnel.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CountdownTest {

  private final AtomicLong now = new AtomicLong(42);

  @Test
  void countsDownToZeroAndStaysThere() {
    Countdown countdown = Countdown.start(Duration.ofSeconds(3), now::get);
    assertThat(countdown.remaining()).isEqualTo(Duration.ofSeconds(3));

    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(countdown.remaining()).isEqualTo(Duration.ofSeconds(1));
    assertThat(countdown.isOver()).isFalse();

    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(countdown.isOver()).isTrue();

    now.addAndGet(Duration.ofDays(1).toNanos());
    assertThat(countdown.remaining()).isEqualTo(Duration.ZERO);
  }

  @Test
  void isOverAtOnceWithoutTime() {
    assertThat(Countdown.start(Duration.ZERO, now::get).isOver()).isTrue();
    assertThat(Countdown.start(Duration.ofSeconds(-1), now::get).remaining()).isZero();
  }

  @Property
  void worksWhereverTheTickerStandsEvenAcrossItsOverflow(
      @ForAll long start, @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 4) long passed) {
    AtomicLong ticker = new AtomicLong(start);
    Countdown countdown = Countdown.start(Duration.ofDays(1), ticker::get);
    ticker.addAndGet(passed);

    long left = Math.max(0, Duration.ofDays(1).toNanos() - passed);
    assertThat(countdown.remaining()).isEqualTo(Duration.ofNanos(left));
  }

  @Test
  void systemTickerNeverGoesBack() {
    Ticker ticker = Ticker.system();
    long before = ticker.read();

    assertThat(ticker.read() - before).isNotNegative();
  }
}
