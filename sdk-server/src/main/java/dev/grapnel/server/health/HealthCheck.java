package dev.grapnel.server.health;

import java.time.Duration;

/**
 * A check that decides whether a service is SERVING.
 *
 * @param service the full name of the service it speaks for
 * @param probe what is asked
 * @param period the time between two looks; default 10 s
 * @param timeout how long a look may take before it counts as failed; default 5 s
 * @param failureThreshold failed looks in a row before the service counts as NOT_SERVING; default 1
 */
public record HealthCheck(
    String service, HealthProbe probe, Duration period, Duration timeout, int failureThreshold) {

  /** The time between two looks unless told otherwise: 10 seconds. */
  public static final Duration DEFAULT_PERIOD = Duration.ofSeconds(10);

  /** How long a look may take unless told otherwise: 5 seconds. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Checks the values.
   *
   * @param service the full name of the service it speaks for
   * @param probe what is asked
   * @param period the time between two looks
   * @param timeout how long a look may take
   * @param failureThreshold failed looks in a row before the service counts as NOT_SERVING
   * @throws IllegalArgumentException if a time or the threshold is not above zero
   */
  public HealthCheck {
    requirePositive(service, "period", period);
    requirePositive(service, "timeout", timeout);
    if (failureThreshold < 1) {
      throw new IllegalArgumentException(
          "the failure threshold of the health check of "
              + service
              + " is "
              + failureThreshold
              + ": expected at least 1");
    }
  }

  /**
   * Returns a check with the default times.
   *
   * @param service the full name of the service it speaks for, for example {@code
   *     crypto.CryptoService}
   * @param probe what is asked
   * @return the check
   */
  public static HealthCheck of(String service, HealthProbe probe) {
    return new HealthCheck(service, probe, DEFAULT_PERIOD, DEFAULT_TIMEOUT, 1);
  }

  /**
   * Returns this check with another period.
   *
   * @param time the time between two looks
   * @return a copy
   */
  public HealthCheck period(Duration time) {
    return new HealthCheck(service, probe, time, timeout, failureThreshold);
  }

  /**
   * Returns this check with another timeout.
   *
   * @param time how long a look may take
   * @return a copy
   */
  public HealthCheck timeout(Duration time) {
    return new HealthCheck(service, probe, period, time, failureThreshold);
  }

  /**
   * Returns this check with another threshold.
   *
   * @param failures failed looks in a row before the service counts as NOT_SERVING
   * @return a copy
   */
  public HealthCheck failureThreshold(int failures) {
    return new HealthCheck(service, probe, period, timeout, failures);
  }

  private static void requirePositive(String service, String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "the "
              + name
              + " of the health check of "
              + service
              + " is "
              + value
              + ": expected a time above zero");
    }
  }
}
