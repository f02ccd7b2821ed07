package dev.grapnel.client.resilience;

import dev.grapnel.core.config.OptionalLibrary;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts circuit breakers, bulkheads and rate limiters of resilience4j before the calls of a client.
 *
 * <pre>{@code
 * Resilience resilience = Resilience.builder().circuitBreaker().build();
 * GRPCClient client =
 *     GRPCClient.builder("users.internal", 50051).addInterceptor(resilience).build();
 * }</pre>
 *
 * <p><b>Refused calls.</b> They never reach the network and fail while they start, on the thread
 * that starts them: UNAVAILABLE where the circuit breaker is open, with RetryInfo where it is known
 * when calls are let through again; RESOURCE_EXHAUSTED where the bulkhead is full or the rate used
 * up. The description says which it was and why; the cause is resilience4j's {@code
 * CallNotPermittedException}, {@code BulkheadFullException} or {@code RequestNotPermitted}, which
 * no server can send. No call ever waits. The circuit breaker is asked first, then the bulkhead,
 * then the rate limiter, and what refuses a call makes it give back the rest: a refused call uses
 * nothing up.
 *
 * <p><b>Circuit breaker.</b> A call counts once, however often the channel tries it: the
 * interceptor stands above the channel's retries. A call counts as failed with the status codes of
 * {@link ResilienceBuilder#failures(Status.Code, Status.Code...)}, else as a success, since the
 * server answered. A call counts as neither that is cancelled, that has no time left before it
 * leaves, or that began before the circuit breaker opened and ends while it tries the server again.
 * A unary call counts when it ends, with the time it took. A stream counts as soon as it is
 * answered, by headers or a message, or when it closes without; it is never slow, and how it goes
 * on is not counted: servers that are restarted break their streams, which is no reason to begin
 * none elsewhere.
 *
 * <p><b>Bulkhead.</b> A call holds its place until it is closed, streams too.
 *
 * <p><b>No retries.</b> resilience4j's Retry is not offered. Channels retry by {@code RetryPolicy}:
 * within a budget, only before the first response message, with the server's pushback heeded. A
 * second layer would know none of that and multiply: three times three attempts are nine.
 *
 * <p>Make one for each client: two clients with one share what has the same name. Add it inside of
 * the interceptors that log and measure, so that they see refused calls. For all call kinds.
 * Thread-safe.
 */
public final class Resilience implements ClientInterceptor {

  /**
   * How many names are told apart: 1000. Methods of generated code always are; others that come
   * later share {@link #OTHER}.
   */
  public static final int MAX_NAMES = 1000;

  /** The name for calls of methods that came after {@link #MAX_NAMES} others. */
  public static final String OTHER = "other";

  private final ConcurrentHashMap<String, CallGuards> byName = new ConcurrentHashMap<>();
  private final @Nullable CircuitBreakerRegistry breakers;
  private final @Nullable BulkheadRegistry bulkheads;
  private final @Nullable RateLimiterRegistry limiters;
  private final Predicate<Status> failures;
  private final Scope scope;

  Resilience(
      @Nullable CircuitBreakerRegistry breakers,
      @Nullable BulkheadRegistry bulkheads,
      @Nullable RateLimiterRegistry limiters,
      Predicate<Status> failures,
      Scope scope) {
    this.breakers = breakers;
    this.bulkheads = bulkheads;
    this.limiters = limiters;
    this.failures = failures;
    this.scope = scope;
  }

  /**
   * Begins an interceptor.
   *
   * @return a builder
   */
  public static ResilienceBuilder builder() {
    return new ResilienceBuilder();
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new GuardedCall<>(
        next.newCall(method, options), guards(method, next), method.getType(), options);
  }

  /**
   * Returns a circuit breaker, for its state and events. resilience4j makes an event of each call
   * as soon as anybody listens.
   *
   * @param name as the {@link Scope} has it, for example {@code crypto.CryptoService/GetCoin}
   * @return the circuit breaker; made if no call has yet been made
   * @throws IllegalStateException if none is configured
   */
  public CircuitBreaker circuitBreaker(String name) {
    return configured(guards(name).breaker(), "circuitBreaker").breaker();
  }

  /**
   * Returns a bulkhead, for its free places and events.
   *
   * @param name as the {@link Scope} has it, for example {@code crypto.CryptoService/GetCoin}
   * @return the bulkhead; made if no call has yet been made
   * @throws IllegalStateException if none is configured
   */
  public Bulkhead bulkhead(String name) {
    return configured(guards(name).bulkhead(), "bulkhead").bulkhead();
  }

  /**
   * Returns a rate limiter, for its permissions and events.
   *
   * @param name as the {@link Scope} has it, for example {@code crypto.CryptoService/GetCoin}
   * @return the rate limiter; made if no call has yet been made
   * @throws IllegalStateException if none is configured
   */
  public RateLimiter rateLimiter(String name) {
    return configured(guards(name).rate(), "rateLimiter").limiter();
  }

  /**
   * Measures with Micrometer, by the names of resilience4j: {@code
   * resilience4j.circuitbreaker.state}, {@code resilience4j.bulkhead.available.concurrent.calls},
   * {@code resilience4j.ratelimiter.available.permissions} and so on, with the label {@code name}.
   * Those of later calls are added as they come. Two clients of the same methods need registries of
   * their own with labels that tell them apart.
   *
   * @param meters where the meters are added
   * @throws dev.grapnel.core.config.ConfigException if resilience4j-micrometer is not there
   */
  public void bindTo(MeterRegistry meters) {
    OptionalLibrary.using(
        "io.github.resilience4j:resilience4j-micrometer",
        () -> {
          if (breakers != null) {
            ResilienceMeters.bind(breakers, meters);
          }
          if (bulkheads != null) {
            ResilienceMeters.bind(bulkheads, meters);
          }
          if (limiters != null) {
            ResilienceMeters.bind(limiters, meters);
          }
          return true;
        });
  }

  private CallGuards guards(MethodDescriptor<?, ?> method, Channel next) {
    String name = scope.name(method, next);
    CallGuards known = byName.get(name);
    if (known != null) {
      return known;
    }
    // Only generated code marks its methods so; its names are as many as there is code.
    boolean told = method.isSampledToLocalTracing() || byName.size() < MAX_NAMES;
    return guards(told ? name : OTHER);
  }

  private CallGuards guards(String name) {
    CallGuards known = byName.get(name);
    return known == null ? byName.computeIfAbsent(name, this::create) : known;
  }

  private CallGuards create(String name) {
    return new CallGuards(
        breakers == null ? null : BreakerGuard.of(breakers, name, failures),
        bulkheads == null ? null : BulkheadGuard.of(bulkheads, name),
        limiters == null ? null : RateGuard.of(limiters, name));
  }

  private static <T> T configured(@Nullable T guard, String setting) {
    if (guard == null) {
      throw new IllegalStateException("there is none: " + setting + " was not set at the builder");
    }
    return guard;
  }
}
