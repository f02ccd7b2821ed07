package dev.grapnel.interceptors.limits;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An outer interceptor: notes what it sees of the end of calls. */
final class Outside implements ServerInterceptor {

  final List<Status> closes = new CopyOnWriteArrayList<>();
  private final Semaphore started = new Semaphore(0);
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  /** Waits until one more call has come back from the interceptors inside. */
  void awaitStart() throws InterruptedException {
    if (!started.tryAcquire(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no call started");
    }
  }

  /** Waits until the next call is over for the server; tells onComplete from onCancel. */
  String awaitEnd() throws InterruptedException {
    String end = ends.poll(10, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("no call ended");
    }
    return end;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    ServerCall<ReqT, RespT> watched =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            closes.add(status);
            super.close(status, trailers);
          }
        };
    ServerCall.Listener<ReqT> listener = next.startCall(watched, headers);
    started.release();
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        super.onComplete();
        ends.add("complete");
      }

      @Override
      public void onCancel() {
        super.onCancel();
        ends.add("cancel");
      }
    };
  }
}
