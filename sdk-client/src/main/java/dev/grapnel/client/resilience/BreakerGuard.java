package dev.grapnel.client.resilience;

import dev.grapnel.core.error.StatusTrailers;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a circuit breaker before a call, and tells it how the call went. */
final class BreakerGuard {

  private final CircuitBreaker breaker;
  private final Predicate<Status> failures;
  private final @Nullable Reopening reopening;

  private BreakerGuard(CircuitBreaker breaker, Predicate<Status> failures) {
    this.breaker = breaker;
    this.failures = failures;
    // A breaker that was in the registry before has a config that we did not make.
    reopening =
        breaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState()
                instanceof Reopening r
            ? r
            : null;
  }

  static BreakerGuard of(CircuitBreakerRegistry registry, String name, Predicate<Status> failures) {
    return new BreakerGuard(
        registry.circuitBreaker(name, () -> Reopening.into(registry.getDefaultConfig())), failures);
  }

  static CircuitBreakerRegistry defaults() {
    return CircuitBreakerRegistry.of(
        CircuitBreakerConfig.custom()
            .slidingWindowSize(100)
            .minimumNumberOfCalls(20)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(5))
            .permittedNumberOfCallsInHalfOpenState(5)
            .maxWaitDurationInHalfOpenState(Duration.ofMinutes(1))
            .transitionToStateAfterWaitDuration(State.CLOSED)
            .writableStackTraceEnabled(false)
            .build());
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  boolean enter() {
    return breaker.tryAcquirePermission();
  }

  /** Gives back what {@link #enter} took, for a call that tells nothing. */
  void leave() {
    breaker.releasePermission();
  }

  /** Tells whether a call that was let through just now tries whether the server is back. */
  boolean isTrying() {
    return breaker.getState() == State.HALF_OPEN;
  }

  long now() {
    return breaker.getCurrentTimestamp();
  }

  void succeeded(long duration) {
    breaker.onSuccess(duration, breaker.getTimestampUnit());
  }

  /** Takes the outcome of a call that closed with any status. */
  void closed(Status status, Metadata trailers, long duration) {
    if (status.isOk()) {
      succeeded(duration);
    } else if (tellsNothing(status)) {
      leave();
    } else if (isFailure(status)) {
      breaker.onError(duration, breaker.getTimestampUnit(), new CallFailure(status, trailers));
    } else {
      succeeded(duration);
    }
  }

  /** The caller gave up, or a circuit breaker further in refused the call. */
  private static boolean tellsNothing(Status status) {
    return status.getCode() == Status.Code.CANCELLED
        || status.getCause() instanceof CallNotPermittedException;
  }

  private boolean isFailure(Status status) {
    try {
      return failures.test(status);
    } catch (Throwable thrown) {
      leave();
      throw thrown;
    }
  }

  Refusal refusal() {
    State state = breaker.getState();
    long millis = reopening == null || state != State.OPEN ? 0 : reopening.millisLeft();
    Status status =
        Status.UNAVAILABLE
            .withDescription(describe(state, millis))
            .withCause(CallNotPermittedException.createCallNotPermittedException(breaker));
    return millis == 0
        ? Refusal.of(status)
        : new Refusal(
            status, StatusTrailers.retryAfter(status, Math.min(millis, Integer.MAX_VALUE)));
  }

  private String describe(State state, long millis) {
    String name = "circuit breaker " + breaker.getName();
    return switch (state) {
      case FORCED_OPEN -> name + " is forced open";
      case HALF_OPEN -> name + " is half open: the calls that try the server have not ended";
      default ->
          name
              + " is open"
              + reason()
              + (millis == 0
                  ? ""
                  : "; calls are let through again in " + (millis + 999) / 1000 + " s");
    };
  }

  private String reason() {
    CircuitBreaker.Metrics metrics = breaker.getMetrics();
    CircuitBreakerConfig config = breaker.getCircuitBreakerConfig();
    String ofCalls = " % of the last " + metrics.getNumberOfBufferedCalls() + " calls ";
    if (metrics.getFailureRate() >= config.getFailureRateThreshold()) {
      return ": " + Math.round(metrics.getFailureRate()) + ofCalls + "failed";
    }
    return metrics.getSlowCallRate() >= config.getSlowCallRateThreshold()
        ? ": " + Math.round(metrics.getSlowCallRate()) + ofCalls + "were slow"
        : "";
  }
}
