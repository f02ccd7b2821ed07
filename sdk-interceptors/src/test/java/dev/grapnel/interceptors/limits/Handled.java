package dev.grapnel.interceptors.limits;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The innermost interceptor: notes what reaches the handler. */
final class Handled implements ServerInterceptor {

  final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  void awaitEnd() throws InterruptedException {
    if (!over.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no call ended, only " + events);
    }
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    events.add("start");
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(ReqT message) {
        events.add("message");
        super.onMessage(message);
      }

      @Override
      public void onHalfClose() {
        events.add("half-close");
        super.onHalfClose();
      }

      @Override
      public void onCancel() {
        events.add("cancel");
        super.onCancel();
        over.countDown();
      }

      @Override
      public void onComplete() {
        events.add("complete");
        super.onComplete();
        over.countDown();
      }
    };
  }
}
