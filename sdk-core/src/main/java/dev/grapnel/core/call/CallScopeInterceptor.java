package dev.grapnel.core.call;

import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.lifecycle.DrainSignal;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;

/**
 * Gives every call its {@link CallContext} and sends whatever its handler throws as a proper
 * status.
 *
 * <p>The outermost interceptor of each Grapnel server; works in any grpc-java server. For all four
 * call kinds and in every callback: the context is attached; an exception closes the call once,
 * with the status of the {@link ExceptionMapper}; an unexpected one is logged once, with the
 * request id that the client gets instead of its text; so is an exception that a handler passes to
 * {@code StreamObserver.onError}. Cancellation and deadlines pass through untouched. Thread-safe.
 */
public final class CallScopeInterceptor implements ServerInterceptor {

  private static final CallScopeInterceptor DEFAULTS = create(ExceptionMapper.defaults());

  private final FailureReporter failures;
  private final DrainSignal drain;

  private CallScopeInterceptor(FailureReporter failures, DrainSignal drain) {
    this.failures = failures;
    this.drain = drain;
  }

  /**
   * Creates the interceptor.
   *
   * @param mapper says which exception becomes which status
   * @return the interceptor, to be the first of a server
   */
  public static CallScopeInterceptor create(ExceptionMapper mapper) {
    return create(mapper, Map.of(), new DrainSignal());
  }

  /**
   * Creates the interceptor for services that have mappers of their own, and a server that drains.
   *
   * @param mapper says which exception becomes which status
   * @param byService mappers that are asked first, by full service name
   * @param drain tells calls that the server is about to stop
   * @return the interceptor, to be the first of a server
   */
  public static CallScopeInterceptor create(
      ExceptionMapper mapper, Map<String, ExceptionMapper> byService, DrainSignal drain) {
    return new CallScopeInterceptor(new FailureReporter(mapper, byService), drain);
  }

  /**
   * Runs an interceptor's work inside a {@link CallContext}: the one that is there, or a new one
   * with the default mapper where no Grapnel server has made one.
   *
   * @param <ReqT> the type of requests
   * @param <RespT> the type of responses
   * @param call the call
   * @param headers the request metadata
   * @param next the work
   * @return the listener for the call
   */
  public static <ReqT, RespT> ServerCall.Listener<ReqT> within(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return CallContext.KEY.get() == null
        ? DEFAULTS.interceptCall(call, headers, next)
        : next.startCall(call, headers);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    CallContext callContext = new CallContext(call, headers, failures, drain);
    Context context = Context.current().withValue(CallContext.KEY, callContext);
    ScopedCall<ReqT, RespT> scoped = new ScopedCall<>(call, callContext);
    Context previous = context.attach();
    try {
      return ScopedListener.start(scoped, headers, next, context);
    } finally {
      context.detach(previous);
    }
  }
}
