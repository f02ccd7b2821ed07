package dev.grapnel.client.call;

import dev.grapnel.core.policy.DeadlinePolicy;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;

/**
 * Gives each call its deadline by a {@link DeadlinePolicy}: a time-out that begins when the call
 * does, and inside a server call no more than its caller has left, less a margin.
 *
 * <p>A deadline set on a stub is one moment for ever; a time-out is counted anew for each call.
 * Streams may live for hours and get none of their own unless the policy says so. A call that has
 * no time left fails at once with DEADLINE_EXCEEDED. Thread-safe.
 */
public final class TimeoutInterceptor implements ClientInterceptor {

  private final DeadlinePolicy policy;

  private TimeoutInterceptor(DeadlinePolicy policy) {
    this.policy = policy;
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
    return new TimeoutInterceptor(policy);
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return policy.newCall(method, options, next);
  }
}
