package dev.grapnel.core.policy;

import java.time.Duration;

/**
 * How long to wait before another attempt: a random time of 80 % to 120 % of a time that grows
 * (gRFC A6).
 *
 * @param initial before the second attempt; above zero
 * @param max what it grows to; not below {@code initial}
 * @param multiplier what each further wait is multiplied by; at least 1
 */
public record Backoff(Duration initial, Duration max, double multiplier) {

  /** 50 ms, doubled up to 1 second. */
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), 2);
}
