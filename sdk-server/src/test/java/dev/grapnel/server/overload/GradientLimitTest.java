package dev.grapnel.server.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A database that can do 20 things at a time, on a simulated clock. */
class GradientLimitTest {

  private static final long MILLI = 1_000_000;

  @Test
  void goesUpWhileLatencyStaysAndDownWhenItGrows() {
    GradientLimit limit = new GradientLimit(10, 1000);
    assertThat(limit.calls()).isEqualTo(20);
    long now = 0;
    for (int i = 0; i < 200_000; i++) {
      int inFlight = limit.calls();
      long latency = 10 * MILLI * Math.max(20, inFlight) / 20;
      limit.ended(now, latency, inFlight, false);
      now += latency / inFlight;
    }
    assertThat(limit.calls()).isBetween(15, 100);
  }

  @Test
  void staysWithinItsBounds() {
    GradientLimit limit = new GradientLimit(10, 12);
    assertThat(limit.calls()).isEqualTo(12);
    long now = 0;
    for (int i = 0; i < 10_000; i++) {
      limit.ended(now, (1 + i) * MILLI, limit.calls(), i % 2 == 0);
      now += MILLI;
      assertThat(limit.calls()).isBetween(10, 12);
    }
  }
}
