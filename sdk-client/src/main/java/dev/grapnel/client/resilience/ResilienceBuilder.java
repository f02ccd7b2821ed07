package dev.grapnel.client.resilience;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.OptionalLibrary;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Resilience}. What is not set is not there; of a setting in several forms the last
 * one holds. Not thread-safe.
 *
 * <p>The forms with a registry are for those who have one, and for own settings of some methods: an
 * entry that is there under the name of a method is used as it is.
 *
 * <pre>{@code
 * CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(usual);
 * registry.circuitBreaker("crypto.CryptoService/Deposit", strict);
 * Resilience.builder().circuitBreaker(registry).build();
 * }</pre>
 */
public final class ResilienceBuilder {

  private @Nullable CircuitBreakerRegistry breakers;
  private @Nullable BulkheadRegistry bulkheads;
  private @Nullable RateLimiterRegistry limiters;
  private Set<Status.Code> failureCodes =
      EnumSet.of(
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.DATA_LOSS);
  private @Nullable Predicate<Status> failures;
  private Scope scope = Scope.METHOD;

  ResilienceBuilder() {}

  /**
   * Adds circuit breakers with settings that suit gRPC: open when half of the last 100 calls failed
   * (once there were 20), for 5 s; then 5 calls try the server. If those have not ended after a
   * minute, it is closed.
   *
   * @return this builder
   * @throws ConfigException if resilience4j-circuitbreaker is not there
   */
  public ResilienceBuilder circuitBreaker() {
    // A lambda that returns resilience4j's type would need it before it runs.
    return OptionalLibrary.using(
        "io.github.resilience4j:resilience4j-circuitbreaker",
        () -> circuitBreaker(BreakerGuard.defaults()));
  }

  /**
   * Adds circuit breakers. resilience4j's own defaults want 100 calls before they judge and stay
   * open for a minute. What is recorded as failure is said by {@link #failures(Predicate)}; the
   * config's predicates are asked only about those, as {@code StatusRuntimeException}.
   *
   * <p>Set {@code maxWaitDurationInHalfOpenState} for streams whose servers may be silent: until
   * one answers, its trial has not ended.
   *
   * @param config for all of them
   * @return this builder
   */
  public ResilienceBuilder circuitBreaker(CircuitBreakerConfig config) {
    return circuitBreaker(CircuitBreakerRegistry.of(config));
  }

  /**
   * Adds the circuit breakers of a registry: those that are there, others by its default config.
   *
   * @param registry the registry
   * @return this builder
   */
  public ResilienceBuilder circuitBreaker(CircuitBreakerRegistry registry) {
    breakers = registry;
    return this;
  }

  /**
   * Limits how many calls run at once.
   *
   * @param config for all bulkheads; its {@code maxWaitDuration} must be zero, as by default
   * @return this builder
   */
  public ResilienceBuilder bulkhead(BulkheadConfig config) {
    return bulkhead(BulkheadRegistry.of(config));
  }

  /**
   * Adds the bulkheads of a registry: those that are there, others by its default config.
   *
   * @param registry the registry
   * @return this builder
   */
  public ResilienceBuilder bulkhead(BulkheadRegistry registry) {
    bulkheads = registry;
    return this;
  }

  /**
   * Limits how many calls start in a period.
   *
   * @param config for all rate limiters; its {@code timeoutDuration} must be zero, which is not its
   *     default
   * @return this builder
   */
  public ResilienceBuilder rateLimiter(RateLimiterConfig config) {
    return rateLimiter(RateLimiterRegistry.of(config));
  }

  /**
   * Adds the rate limiters of a registry: those that are there, others by its default config.
   *
   * @param registry the registry
   * @return this builder
   */
  public ResilienceBuilder rateLimiter(RateLimiterRegistry registry) {
    limiters = registry;
    return this;
  }

  /**
   * Sets which calls share a circuit breaker, a bulkhead and a rate limiter; default {@link
   * Scope#METHOD}.
   *
   * @param shared the scope
   * @return this builder
   */
  public ResilienceBuilder per(Scope shared) {
    scope = shared;
    return this;
  }

  /**
   * Sets which status codes a circuit breaker counts as failures; default UNAVAILABLE,
   * DEADLINE_EXCEEDED, INTERNAL, UNKNOWN and DATA_LOSS. RESOURCE_EXHAUSTED is not among them: as a
   * rule a quota of the caller or a size limit is behind it, and refusing all calls mends neither.
   *
   * @param first a code, neither OK nor CANCELLED
   * @param more further codes
   * @return this builder
   */
  public ResilienceBuilder failures(Status.Code first, Status.Code... more) {
    failureCodes = EnumSet.of(first, more);
    failures = null;
    return this;
  }

  /**
   * Sets which statuses a circuit breaker counts as failures.
   *
   * @param predicate asked for every status but OK and CANCELLED; thread-safe, fast, throws nothing
   * @return this builder
   */
  public ResilienceBuilder failures(Predicate<Status> predicate) {
    failures = predicate;
    return this;
  }

  /**
   * Checks everything at once.
   *
   * @return the interceptor
   * @throws ConfigException if nothing is configured, a setting would make calls wait, or a status
   *     code cannot be a failure; it tells all of it
   */
  public Resilience build() {
    List<String> problems = new ArrayList<>();
    if (breakers == null && bulkheads == null && limiters == null) {
      problems.add("nothing is configured: expected circuitBreaker, bulkhead or rateLimiter");
    }
    if (bulkheads != null) {
      BulkheadGuard.check(bulkheads, problems);
    }
    if (limiters != null) {
      RateGuard.check(limiters, problems);
    }
    Set<Status.Code> codes = EnumSet.copyOf(failureCodes);
    for (Status.Code code : List.of(Status.Code.OK, Status.Code.CANCELLED)) {
      if (failures == null && codes.contains(code)) {
        problems.add("failures names " + code + ": expected codes that a failing server causes");
      }
    }
    ConfigException.throwIfAny(problems);
    Predicate<Status> isFailure =
        failures == null ? status -> codes.contains(status.getCode()) : failures;
    return new Resilience(breakers, bulkheads, limiters, isFailure, scope);
  }
}
