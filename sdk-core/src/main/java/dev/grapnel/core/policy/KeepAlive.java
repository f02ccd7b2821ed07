package dev.grapnel.core.policy;

import java.time.Duration;

/**
 * Says when a silent connection is pinged and when it counts as dead (gRFC A8 and A9).
 *
 * @param time how long a connection is silent before it is pinged; above zero
 * @param timeout how long the answer may take before the connection is closed; above zero
 */
public record KeepAlive(Duration time, Duration timeout) {

  /**
   * Checks both times.
   *
   * @param time how long a connection is silent before it is pinged
   * @param timeout how long the answer may take
   * @throws IllegalArgumentException if one of them is zero or negative
   */
  public KeepAlive {
    requirePositive("time", time);
    requirePositive("timeout", timeout);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "keepalive " + name + " is " + value + ": expected a time above zero");
    }
  }
}
