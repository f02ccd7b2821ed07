package dev.grapnel.core.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Turns what a handler throws into a status before any other interceptor sees it: the innermost
 * interceptor, as {@link CallScopeInterceptor} is the outermost.
 *
 * <p>Interceptors in between, for logs, metrics or traces, would otherwise meet a bare exception
 * and have to guess how the call ends. They see {@link ServerCall#close} with the mapped status,
 * whose cause is what was thrown. For all four call kinds and in every callback. Each Grapnel
 * server adds it to every service; without a {@link CallScopeInterceptor} around it the default
 * mapper decides. Thread-safe.
 */
public final class FailureInterceptor implements ServerInterceptor {

  private static final FailureInterceptor INSTANCE = new FailureInterceptor();

  private FailureInterceptor() {}

  /**
   * Returns the interceptor.
   *
   * @return the interceptor, to be the innermost of a service
   */
  public static FailureInterceptor create() {
    return INSTANCE;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return CallScopeInterceptor.within(
        call,
        headers,
        (scoped, received) -> {
          CallContext context = CallContext.current();
          FailableCall<ReqT, RespT> failable =
              new FailableCall<>(scoped, context, context.failures());
          return ScopedListener.start(failable, received, next, Context.current());
        });
  }
}
