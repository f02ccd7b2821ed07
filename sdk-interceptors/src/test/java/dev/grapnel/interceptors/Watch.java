package dev.grapnel.interceptors;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.MDC;

/** Notes what is left in the MDC around each callback, and which statuses pass by. */
final class Watch implements ServerInterceptor {

  private final List<Map<String, String>> leftovers = new CopyOnWriteArrayList<>();
  private final List<Status> closes = new CopyOnWriteArrayList<>();

  List<Map<String, String>> leftovers() {
    return leftovers;
  }

  List<Status> closes() {
    return closes;
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
    look();
    try {
      return new Watched<>(next.startCall(watched, headers));
    } finally {
      look();
    }
  }

  private void look() {
    Map<String, String> left = MDC.getCopyOfContextMap();
    if (left != null && !left.isEmpty()) {
      leftovers.add(left);
    }
  }

  private void around(Runnable callback) {
    look();
    try {
      callback.run();
    } finally {
      look();
    }
  }

  private final class Watched<ReqT> extends ServerCall.Listener<ReqT> {

    private final ServerCall.Listener<ReqT> delegate;

    Watched(ServerCall.Listener<ReqT> delegate) {
      this.delegate = delegate;
    }

    @Override
    public void onMessage(ReqT message) {
      around(() -> delegate.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      around(delegate::onHalfClose);
    }

    @Override
    public void onReady() {
      around(delegate::onReady);
    }

    @Override
    public void onCancel() {
      around(delegate::onCancel);
    }

    @Override
    public void onComplete() {
      around(delegate::onComplete);
    }
  }
}
