package dev.grapnel.testing.security;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.security.Principal;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic call on its way: what a handler of it sees, from its begin to {@link #close()}.
 *
 * <p>The interceptor of each Grapnel server makes the context. The code of the test then runs
 * beside the handler and not in it, where its exceptions would become a status.
 */
final class CallScope implements AutoCloseable {

  private final CallLifetime lifetime;
  private final Context context;
  private final ServerCall<?, ?> call;

  private CallScope(CallLifetime lifetime, Context context, ServerCall<?, ?> call) {
    this.lifetime = lifetime;
    this.context = context;
    this.call = call;
  }

  static <ReqT, RespT> CallScope begin(
      ServerCall<ReqT, RespT> call,
      Metadata headers,
      @Nullable Principal principal,
      CallLifetime lifetime) {
    Handler<ReqT, RespT> handler = new Handler<>(principal, lifetime);
    CallScopeInterceptor interceptor = CallScopeInterceptor.create(ExceptionMapper.defaults());
    lifetime.context().run(() -> interceptor.interceptCall(call, headers, handler));
    CallScope scope = handler.scope;
    if (scope == null) {
      throw new IllegalStateException("the interceptor of the call did not reach its handler");
    }
    return scope;
  }

  Context context() {
    return context;
  }

  /** Sends the response headers, which carry what the code set, and ends the call. */
  @Override
  public void close() {
    call.sendHeaders(new Metadata());
    lifetime.close();
  }

  private static final class Handler<ReqT, RespT> implements ServerCallHandler<ReqT, RespT> {

    private final @Nullable Principal principal;
    private final CallLifetime lifetime;
    private @Nullable CallScope scope;

    Handler(@Nullable Principal principal, CallLifetime lifetime) {
      this.principal = principal;
      this.lifetime = lifetime;
    }

    @Override
    public ServerCall.Listener<ReqT> startCall(ServerCall<ReqT, RespT> call, Metadata headers) {
      if (principal != null) {
        CallContext.current().authenticatedAs(principal);
      }
      scope = new CallScope(lifetime, Context.current(), call);
      return new ServerCall.Listener<>() {};
    }
  }
}
