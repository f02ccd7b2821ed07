package dev.grapnel.interceptors.limits;

import dev.grapnel.core.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many calls may start: so many in a period, evenly spread, and some at once after a rest.
 *
 * <pre>{@code
 * RateLimit.perSecond(50).burst(100)
 * }</pre>
 *
 * <p>Over any length of time no more than {@code burst} calls pass, plus one for each {@code period
 * / calls} (whole nanoseconds) of it: there is no moment at which a new period begins and all calls
 * are allowed again.
 *
 * @param calls how many calls in a period, at least 1, at most one for each microsecond
 * @param period the period, above zero, at most 366 days
 * @param burst how many calls may start at once, at least 1
 * @param name tells limits apart that share one {@link RateLimitStore}: 1 to 64 characters
 */
public record RateLimit(int calls, Duration period, int burst, String name) {

  /** The name of a limit that is given none: {@value}. */
  public static final String DEFAULT_NAME = "calls";

  private static final int LONGEST_NAME = 64;
  private static final Duration LONGEST_PERIOD = Duration.ofDays(366);
  private static final Duration SHORTEST_INTERVAL = Duration.ofNanos(1_000);

  /** Far below what fits into a long of nanoseconds. */
  private static final long LONGEST_REFILL = Duration.ofDays(36_500).toNanos();

  /**
   * Checks the values.
   *
   * @param calls how many calls in a period
   * @param period the period
   * @param burst how many calls may start at once
   * @param name tells limits apart that share one store
   * @throws ConfigException if a value is out of range; tells all that are
   */
  public RateLimit {
    List<String> problems = new ArrayList<>();
    if (calls < 1) {
      problems.add("calls is " + calls + ": expected at least 1");
    }
    boolean rightPeriod =
        period.compareTo(Duration.ZERO) > 0 && period.compareTo(LONGEST_PERIOD) <= 0;
    if (!rightPeriod) {
      problems.add("period is " + period + ": expected a time above zero, at most 366 days");
    }
    if (burst < 1) {
      problems.add("burst is " + burst + ": expected at least 1");
    }
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      problems.add("name is \"" + name + "\": expected 1 to " + LONGEST_NAME + " characters");
    }
    ConfigException.throwIfAny(problems);
    Duration interval = period.dividedBy(calls);
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      problems.add(calls + " calls in " + period + ": expected at most one for each microsecond");
    } else if (burst > LONGEST_REFILL / interval.toNanos()) {
      problems.add("burst is " + burst + ": it would take more than 100 years to come back");
    }
    ConfigException.throwIfAny(problems);
  }

  /**
   * Limits calls in each second; as many may start at once.
   *
   * @param calls how many, 1 to 1,000,000
   * @return the limit
   * @throws ConfigException if {@code calls} is out of range
   */
  public static RateLimit perSecond(int calls) {
    return of(calls, Duration.ofSeconds(1));
  }

  /**
   * Limits calls in each minute; as many may start at once.
   *
   * @param calls how many, 1 to 60,000,000
   * @return the limit
   * @throws ConfigException if {@code calls} is out of range
   */
  public static RateLimit perMinute(int calls) {
    return of(calls, Duration.ofMinutes(1));
  }

  /**
   * Limits calls in a period; as many may start at once.
   *
   * @param calls how many, at least 1, at most one for each microsecond
   * @param period the period, above zero, at most 366 days
   * @return the limit
   * @throws ConfigException if a value is out of range
   */
  public static RateLimit of(int calls, Duration period) {
    return new RateLimit(calls, period, Math.max(calls, 1), DEFAULT_NAME);
  }

  /**
   * Says how many calls may start at once after a rest.
   *
   * @param most how many, at least 1; more or fewer than {@code calls}
   * @return the same limit with this burst
   * @throws ConfigException if it is below 1
   */
  public RateLimit burst(int most) {
    return new RateLimit(calls, period, most, name);
  }

  /**
   * Names the limit, for stores that several limits share.
   *
   * @param text 1 to 64 characters
   * @return the same limit with this name
   * @throws ConfigException if it is empty or too long
   */
  public RateLimit name(String text) {
    return new RateLimit(calls, period, burst, text);
  }

  /** How long until one more call may pass, in nanoseconds. */
  long interval() {
    return period.toNanos() / calls;
  }

  /** How long until the whole burst is there again. */
  Duration refill() {
    return Duration.ofNanos(interval() * burst);
  }

  /**
   * Describes the rate for people.
   *
   * @return for example {@code 50 calls per second}
   */
  @Override
  public String toString() {
    return (calls == 1 ? "1 call per " : calls + " calls per ") + periodText();
  }

  private String periodText() {
    if (period.equals(Duration.ofSeconds(1))) {
      return "second";
    }
    if (period.equals(Duration.ofMinutes(1))) {
      return "minute";
    }
    return period.equals(Duration.ofHours(1)) ? "hour" : period.toString();
  }
}
