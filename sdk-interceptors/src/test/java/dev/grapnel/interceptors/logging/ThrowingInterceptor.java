package dev.grapnel.interceptors.logging;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Has a mistake of its own in one callback; what it throws is not mapped next to the handler. */
record ThrowingInterceptor(Where where, RuntimeException thrown) implements ServerInterceptor {

  enum Where {
    START,
    MESSAGE,
    HALF_CLOSE
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    throwIf(Where.START);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(ReqT message) {
        throwIf(Where.MESSAGE);
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        throwIf(Where.HALF_CLOSE);
        super.onHalfClose();
      }
    };
  }

  private void throwIf(Where here) {
    if (where == here) {
      throw thrown;
    }
  }
}
