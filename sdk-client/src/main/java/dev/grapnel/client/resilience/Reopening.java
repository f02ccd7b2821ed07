package dev.grapnel.client.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;

/**
 * Remembers until when a circuit breaker stays open: resilience4j does not tell. It asks for the
 * wait just when it opens; a listener to its events would cost every call an event.
 */
final class Reopening implements IntervalFunction {

  private final IntervalFunction wait;
  private final Clock clock;
  private volatile long atMillis;

  private Reopening(IntervalFunction wait, Clock clock) {
    this.wait = wait;
    this.clock = clock;
  }

  /** Returns the same settings, for one circuit breaker. */
  static CircuitBreakerConfig into(CircuitBreakerConfig config) {
    return CircuitBreakerConfig.from(config)
        .waitIntervalFunctionInOpenState(
            new Reopening(config.getWaitIntervalFunctionInOpenState(), config.getClock()))
        .build();
  }

  @Override
  public Long apply(Integer attempt) {
    Long millis = wait.apply(attempt);
    atMillis = clock.millis() + millis;
    return millis;
  }

  /** Returns how long it is until calls are let through; 0 if that is not known. */
  long millisLeft() {
    return Math.max(0, atMillis - clock.millis());
  }
}
