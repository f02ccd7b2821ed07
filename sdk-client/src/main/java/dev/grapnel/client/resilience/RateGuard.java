package dev.grapnel.client.resilience;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Stream;

/** Takes a permission of a rate limiter for each call. */
final class RateGuard {

  private final RateLimiter limiter;

  private RateGuard(RateLimiter limiter) {
    this.limiter = limiter;
  }

  static RateGuard of(RateLimiterRegistry registry, String name) {
    return new RateGuard(registry.rateLimiter(name));
  }

  static void check(RateLimiterRegistry registry, List<String> problems) {
    Stream.concat(
            Stream.of(registry.getDefaultConfig()),
            registry.getAllRateLimiters().stream().map(RateLimiter::getRateLimiterConfig))
        .map(RateLimiterConfig::getTimeoutDuration)
        .filter(wait -> !wait.isZero())
        .distinct()
        .forEach(
            wait ->
                problems.add(
                    "rateLimiter lets calls wait: timeoutDuration is "
                        + wait
                        + " (resilience4j's default is PT5S), expected Duration.ZERO, as a call may"
                        + " start on a thread that must not be held"));
  }

  RateLimiter limiter() {
    return limiter;
  }

  /** Reserving never waits, also where somebody changed the time-out since. */
  boolean enter() {
    return limiter.reservePermission(1) == 0;
  }

  Refusal refusal() {
    RateLimiterConfig config = limiter.getRateLimiterConfig();
    return Refusal.of(
        Status.RESOURCE_EXHAUSTED
            .withDescription(
                "rate limiter "
                    + limiter.getName()
                    + " is used up: it lets "
                    + config.getLimitForPeriod()
                    + " calls through every "
                    + Refusal.time(config.getLimitRefreshPeriod()))
            .withCause(RequestNotPermitted.createRequestNotPermitted(limiter)));
  }
}
