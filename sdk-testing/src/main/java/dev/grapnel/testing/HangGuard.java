package dev.grapnel.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends calls that hang, so that their test fails and says why. */
final class HangGuard implements ClientInterceptor {

  private final Duration limit;
  private @Nullable ScheduledThreadPoolExecutor timer;

  HangGuard(Duration limit) {
    this.limit = limit;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        Future<?> end = endLater(this, method);
        super.start(new Guarded<>(listener, end), headers);
      }
    };
  }

  synchronized void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }

  private Future<?> endLater(ClientCall<?, ?> call, MethodDescriptor<?, ?> method) {
    return timer()
        .schedule(
            () ->
                call.cancel(
                    "the call to %s had not ended after %s: ended by GRPCTestClient (callLimit)"
                        .formatted(method.getFullMethodName(), limit),
                    null),
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private synchronized ScheduledThreadPoolExecutor timer() {
    if (timer == null) {
      timer =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "grapnel-test-call-limit");
                thread.setDaemon(true);
                return thread;
              });
      timer.setRemoveOnCancelPolicy(true);
    }
    return timer;
  }

  private static final class Guarded<RespT> extends SimpleForwardingClientCallListener<RespT> {

    private final Future<?> end;

    Guarded(ClientCall.Listener<RespT> delegate, Future<?> end) {
      super(delegate);
      this.end = end;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.cancel(false);
      super.onClose(status, trailers);
    }
  }
}
