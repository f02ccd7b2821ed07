package dev.grapnel.core.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * Tells what is wrong with it. Constructors take any value, so that whoever uses a policy can
   * tell all problems at once.
   *
   * @param setting the name of the setting that holds it, for example {@code retry.backoff}
   * @return one sentence each; empty if it can be used
   */
  public List<String> problems(String setting) {
    List<String> found = new ArrayList<>();
    if (initial.isZero() || initial.isNegative()) {
      found.add(setting + ".initial is " + initial + ": expected a time above zero");
    }
    if (max.compareTo(initial) < 0) {
      found.add(setting + ".max is " + max + ": expected no less than the initial " + initial);
    }
    if (!(multiplier >= 1 && Double.isFinite(multiplier))) {
      found.add(setting + ".multiplier is " + multiplier + ": expected a number of 1 or more");
    }
    return found;
  }
}
