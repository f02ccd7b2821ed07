package dev.grapnel.client.call;

import dev.grapnel.core.policy.DeadlinePolicy;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Gives each call its deadline by a {@link DeadlinePolicy}: a time-out that begins when the call
 * does, and inside a server call no more than its caller has left, less a margin.
 *
 * <p>A deadline set on a stub is one moment for ever; a time-out is counted anew for each call.
 * Streams may live for hours and get none of their own unless the policy says so. A call that has
 * no time left fails at once with DEADLINE_EXCEEDED. Thread-safe.
 */
public final class TimeoutInterceptor implements ClientInterceptor {

  private final DeadlinePolicy fallback;
  private final Function<MethodDescriptor<?, ?>, Optional<Duration>> perMethod;

  /** A service config has few different times. */
  private final Map<Duration, DeadlinePolicy> policies = new ConcurrentHashMap<>();

  private TimeoutInterceptor(
      DeadlinePolicy fallback, Function<MethodDescriptor<?, ?>, Optional<Duration>> perMethod) {
    this.fallback = fallback;
    this.perMethod = perMethod;
  }

  /**
   * Creates the interceptor for unary calls, with {@link DeadlinePolicy#DEFAULT_MARGIN}.
   *
   * @param timeout how long a unary call may take, above zero
   * @return the interceptor
   * @throws IllegalArgumentException if the time is not above zero
   */
  public static TimeoutInterceptor of(Duration timeout) {
    return of(DeadlinePolicy.unary(timeout));
  }

  /**
   * Creates the interceptor.
   *
   * @param policy says how long calls may take
   * @return the interceptor
   */
  public static TimeoutInterceptor of(DeadlinePolicy policy) {
    return of(policy, method -> Optional.empty());
  }

  /**
   * Creates the interceptor for methods some of which have a time-out of their own. Such a time-out
   * is for calls of every kind, and no deadline of a stub is longer, as gRPC's service config has
   * it.
   *
   * @param fallback says how long calls of the others may take, and the margin for all
   * @param perMethod tells the time-out of a method, above zero; asked for each call, so it has to
   *     be quick and to know few different times
   * @return the interceptor
   */
  public static TimeoutInterceptor of(
      DeadlinePolicy fallback, Function<MethodDescriptor<?, ?>, Optional<Duration>> perMethod) {
    return new TimeoutInterceptor(fallback, perMethod);
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    StreamCall<?, ?> opening =
        method.getType() == MethodDescriptor.MethodType.UNARY ? null : StreamCall.opening();
    Channel watched = opening == null ? next : opening.watching(next);
    Optional<Duration> timeout = perMethod.apply(method);
    return timeout.isEmpty()
        ? fallback.newCall(method, options, watched)
        : policy(timeout.get()).newCall(method, atMost(timeout.get(), options), watched);
  }

  private DeadlinePolicy policy(Duration timeout) {
    DeadlinePolicy known = policies.get(timeout);
    return known == null
        ? policies.computeIfAbsent(
            timeout, time -> new DeadlinePolicy(time, Optional.of(time), fallback.margin()))
        : known;
  }

  /** Without a deadline of the stub that is later than the method's: then the policy sets one. */
  private static CallOptions atMost(Duration timeout, CallOptions options) {
    Deadline set = options.getDeadline();
    return set != null
            && set.timeRemaining(TimeUnit.NANOSECONDS) > TimeUnit.NANOSECONDS.convert(timeout)
        ? options.withDeadline(null)
        : options;
  }
}
