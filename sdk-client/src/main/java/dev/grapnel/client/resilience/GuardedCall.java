package dev.grapnel.client.resilience;

import dev.grapnel.core.call.RefusedCall;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import org.jspecify.annotations.Nullable;

/** A call that asks its guards when it starts. */
final class GuardedCall<ReqT, RespT> extends ForwardingClientCall<ReqT, RespT> {

  private final CallGuards guards;
  private final MethodType type;
  private final @Nullable Deadline deadline;
  private ClientCall<ReqT, RespT> call;

  GuardedCall(
      ClientCall<ReqT, RespT> call, CallGuards guards, MethodType type, CallOptions options) {
    this.call = call;
    this.guards = guards;
    this.type = type;
    deadline = options.getDeadline();
  }

  @Override
  protected ClientCall<ReqT, RespT> delegate() {
    return call;
  }

  /**
   * Asks nobody about a call whose deadline has passed: it fails before it leaves, which is not the
   * server's fault.
   */
  @Override
  public void start(Listener<RespT> listener, Metadata headers) {
    if (call instanceof RefusedCall
        || isExpired(deadline)
        || isExpired(Context.current().getDeadline())) {
      call.start(listener, headers);
      return;
    }
    Refusal refusal = guards.enter();
    if (refusal != null) {
      call = new RefusedCall<>(refusal.status(), refusal.trailers());
      call.start(listener, headers);
      return;
    }
    GuardedListener<RespT> guarded = new GuardedListener<>(listener, guards, type);
    try {
      call.start(guarded, headers);
    } catch (Throwable thrown) {
      guarded.abandon();
      throw thrown;
    }
    guarded.started();
  }

  private static boolean isExpired(@Nullable Deadline deadline) {
    return deadline != null && deadline.isExpired();
  }
}
