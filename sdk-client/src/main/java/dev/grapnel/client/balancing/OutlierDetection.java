package dev.grapnel.client.balancing;

import java.time.Duration;

/**
 * When an address that fails or is slow is left out for a while (the idea of gRFC A50, with numbers
 * that act on few addresses, and with slowness). An address is compared with its peers, the others
 * that calls go to: what all of them suffer from ejects none, nor does what may well be chance.
 *
 * <p>When its time is over, an address is on probation: it gets at most one of 25 calls, and twice
 * {@code minCalls} in all. Five times in an interval it is checked whether enough of them have
 * ended; if so, the address is left out again, for longer, or has its full share back. It also has
 * that back after two intervals without enough calls, and at once when it connects anew or no other
 * is left.
 *
 * @param interval how often addresses are compared; above zero
 * @param baseEjection how long an address is left out at first, to the end of an interval; grows by
 *     as much each time
 * @param maxEjection what that grows to
 * @param maxEjectionPercent how many of the addresses may be out or on probation at once, 1 to 100;
 *     one always may where there are two or more
 * @param minCalls by how many calls in an interval, or on probation, an address is judged; above
 *     zero
 * @param failureRatio how much larger than its peers' the share of an address's failed calls is, at
 *     least, for it to be ejected: 0.0 to 1.0. Failures are UNAVAILABLE, INTERNAL, UNKNOWN,
 *     DATA_LOSS and DEADLINE_EXCEEDED
 * @param slowFactor how many times its peers' an address's median latency of unary calls is, at
 *     least, for it to be ejected: above 1
 * @param slowMargin and by how much it is longer, at least
 */
public record OutlierDetection(
    Duration interval,
    Duration baseEjection,
    Duration maxEjection,
    int maxEjectionPercent,
    int minCalls,
    double failureRatio,
    double slowFactor,
    Duration slowMargin) {

  /**
   * Every 5 s; out for 10 s at first and 60 s at most, half of the addresses at most; of 10 calls
   * and more; 20 % more failures than the others, or 5 times as slow and 5 ms slower.
   */
  public static final OutlierDetection DEFAULT =
      new OutlierDetection(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          50,
          10,
          0.2,
          5.0,
          Duration.ofMillis(5));
}
