package dev.grapnel.interceptors.errors;

import dev.grapnel.core.error.RpcException;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;

/** A call whose failure has an {@link RpcException} as cause. */
final class TypedCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {

  private final Attempts attempts;

  TypedCall(ClientCall<ReqT, RespT> call, Attempts attempts) {
    super(call);
    this.attempts = attempts;
  }

  @Override
  public void start(Listener<RespT> responseListener, Metadata headers) {
    super.start(
        new SimpleForwardingClientCallListener<>(responseListener) {
          @Override
          public void onClose(Status status, Metadata trailers) {
            super.onClose(typed(status, trailers), trailers);
          }
        },
        headers);
  }

  private Status typed(Status status, Metadata trailers) {
    if (status.isOk() || status.getCause() instanceof RpcException) {
      return status;
    }
    Metadata own = new Metadata();
    own.merge(trailers);
    return status.withCause(
        RpcException.from(new ReportedStatus(status, own, attempts.origin(status, trailers))));
  }
}
