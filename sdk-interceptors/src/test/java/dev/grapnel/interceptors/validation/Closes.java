package dev.grapnel.interceptors.validation;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An outer interceptor: notes with which status calls are closed. */
final class Closes implements ServerInterceptor {

  final List<Status.Code> codes = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  /** Waits until a call is over for the server: nothing happens to its handler after that. */
  void awaitEnd() throws InterruptedException {
    if (!over.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no call ended, closed with " + codes);
    }
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    ServerCall<ReqT, RespT> watched =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            codes.add(status.getCode());
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(watched, headers)) {
      @Override
      public void onComplete() {
        super.onComplete();
        over.countDown();
      }

      @Override
      public void onCancel() {
        super.onCancel();
        over.countDown();
      }
    };
  }
}
