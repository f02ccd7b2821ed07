package dev.grapnel.core.call;

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

/** Stands between the transport and everything else, and sees what passes. */
final class Watch implements ServerInterceptor {

  private final List<Status> closes = new CopyOnWriteArrayList<>();
  private final List<Metadata> trailers = new CopyOnWriteArrayList<>();
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private volatile boolean begun;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Each close of any call, in order. */
  List<Status> closes() {
    return closes;
  }

  /** The trailers of each close. */
  List<Metadata> trailers() {
    return trailers;
  }

  /** What a callback threw at the transport. */
  List<Throwable> escaped() {
    return escaped;
  }

  /** Waits until the last callback of the first call has returned. */
  void awaitEnd() {
    try {
      if (!ended.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the server never saw the call end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the end of the first call; one that was cancelled early may never have begun. */
  void awaitQuiet() {
    if (begun) {
      awaitEnd();
    }
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    begun = true;
    ServerCall<ReqT, RespT> watched =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata sent) {
            closes.add(status);
            trailers.add(sent);
            super.close(status, sent);
          }
        };
    try {
      return new WatchedListener<>(next.startCall(watched, headers));
    } catch (Throwable thrown) {
      escaped.add(thrown);
      throw thrown;
    }
  }

  private final class WatchedListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {

    WatchedListener(ServerCall.Listener<ReqT> delegate) {
      super(delegate);
    }

    @Override
    public void onMessage(ReqT message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    @Override
    public void onCancel() {
      guard(super::onCancel);
      ended.countDown();
    }

    @Override
    public void onComplete() {
      guard(super::onComplete);
      ended.countDown();
    }

    private void guard(Runnable callback) {
      try {
        callback.run();
      } catch (Throwable thrown) {
        escaped.add(thrown);
        throw thrown;
      }
    }
  }
}
