package dev.grapnel.core.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

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

  /**
   * Ends a call because an interceptor, or code that it asked, threw: with the status that the
   * exception is mapped to, told and logged once, as if the handler had thrown it.
   *
   * @param call the call as the interceptor has it
   * @param thrown what was thrown
   * @param trailers what leaves with the status if {@code thrown} was mapped before
   * @return does nothing; for an interceptor that has not begun the handler
   * @param <ReqT> the type of the requests
   * @param <RespT> the type of the responses
   */
  public static <ReqT, RespT> ServerCall.Listener<ReqT> fail(
      ServerCall<ReqT, RespT> call, Throwable thrown, Metadata trailers) {
    return INSTANCE.interceptCall(
        call,
        new Metadata(),
        (failable, headers) -> {
          failable.close(Status.UNKNOWN.withCause(thrown), trailers);
          return new ServerCall.Listener<>() {};
        });
  }

  /**
   * Tells whether a status is what somebody's exception without a status became on its way through
   * {@code onError}.
   *
   * @param status what a call is to be closed with
   * @return whether it says nothing but its cause
   */
  public static boolean isThrown(Status status) {
    return status.getCode() == Status.Code.UNKNOWN
        && status.getCause() != null
        && status.getDescription() == null;
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
          ServerCall.Listener<ReqT> listener =
              ScopedListener.start(failable, received, next, Context.current());
          if (listener instanceof ScopedListener<ReqT> innermost) {
            context.handledBy(innermost);
          }
          return listener;
        });
  }
}
