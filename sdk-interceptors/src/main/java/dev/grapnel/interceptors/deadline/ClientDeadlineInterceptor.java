package dev.grapnel.interceptors.deadline;

import dev.grapnel.core.policy.DeadlinePolicy;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.stub.AbstractStub;
import java.time.Duration;

/**
 * Gives each call of a channel its deadline: a time-out that begins when the call does, and within
 * a server call no more than its caller has left, less a margin.
 *
 * <pre>{@code
 * Channel users = ClientInterceptors.intercept(channel, ClientDeadlineInterceptor.of(policy));
 *
 * // in a handler: this call ends when its caller goes away,
 * stub.getUser(request);
 * // and this one does not
 * ClientDeadlineInterceptor.detached(stub).recordVisit(visit);
 * }</pre>
 *
 * <p>For all call kinds, as the {@link DeadlinePolicy} says. A call that has no time left fails at
 * once with DEADLINE_EXCEEDED and a text that says whose deadline it was, without touching the
 * network. The outermost interceptor of a channel, so that the others see the deadline. A {@code
 * GRPCClient} has all this already. Thread-safe.
 */
public final class ClientDeadlineInterceptor implements ClientInterceptor {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final DeadlinePolicy policy;

  private ClientDeadlineInterceptor(DeadlinePolicy policy) {
    this.policy = policy;
  }

  /**
   * Creates the interceptor with the defaults: 30 s for unary calls, none for streaming ones, and
   * {@link DeadlinePolicy#DEFAULT_MARGIN}.
   *
   * @return the interceptor
   */
  public static ClientDeadlineInterceptor create() {
    return of(DeadlinePolicy.unary(DEFAULT_TIMEOUT));
  }

  /**
   * Creates the interceptor.
   *
   * @param policy says how long calls may take
   * @return the interceptor
   */
  public static ClientDeadlineInterceptor of(DeadlinePolicy policy) {
    return new ClientDeadlineInterceptor(policy);
  }

  /**
   * Detaches calls from the server call they are made in, for work that must outlive the caller.
   *
   * <p>Neither the deadline nor the cancellation of the caller reaches a call of that stub. The
   * deadline of the stub or the time-out of the channel does, and what {@code Context} carries,
   * such as {@code CallContext}, stays. Use an asynchronous or future stub: a blocking one keeps
   * the handler waiting. Only for channels with this interceptor, or of a {@code GRPCClient}.
   *
   * @param <S> the type of stub
   * @param stub any generated stub; not changed
   * @return such a stub
   */
  public static <S extends AbstractStub<S>> S detached(S stub) {
    return stub.withOption(DeadlinePolicy.DETACHED, true);
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return policy.newCall(method, options, next);
  }
}
