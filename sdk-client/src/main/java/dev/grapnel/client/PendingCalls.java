package dev.grapnel.client;

import dev.grapnel.client.balancing.ConnectionWatch;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the calls that wait for a connection, and tells those whose time runs out meanwhile why
 * there was none. A call that finds a connection goes straight through.
 */
final class PendingCalls implements ClientInterceptor {

  private final ConnectionWatch watch;
  private final LongAdder waiting = new LongAdder();

  PendingCalls(ConnectionWatch watch) {
    this.watch = watch;
  }

  long count() {
    return waiting.sum();
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    ClientCall<ReqT, RespT> call = next.newCall(method, options);
    return watch.hasReady() ? call : new PendingCall<>(call);
  }

  private final class PendingCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {

    PendingCall(ClientCall<ReqT, RespT> call) {
      super(call);
    }

    @Override
    public void start(Listener<RespT> listener, Metadata headers) {
      waiting.increment();
      PendingListener<RespT> pending = new PendingListener<>(listener);
      try {
        super.start(pending, headers);
      } catch (RuntimeException | Error e) {
        pending.waitsNoMore();
        throw e;
      }
    }
  }

  /** Its methods are called one after the other, as those of all listeners. */
  private final class PendingListener<RespT> extends SimpleForwardingClientCallListener<RespT> {

    private boolean waits = true;

    PendingListener(ClientCall.Listener<RespT> listener) {
      super(listener);
    }

    private void waitsNoMore() {
      if (waits) {
        waits = false;
        waiting.decrement();
      }
    }

    @Override
    public void onReady() {
      waitsNoMore();
      super.onReady();
    }

    @Override
    public void onHeaders(Metadata headers) {
      waitsNoMore();
      super.onHeaders(headers);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      boolean neverLeft = waits;
      waitsNoMore();
      super.onClose(
          neverLeft && status.getCode() == Status.Code.DEADLINE_EXCEEDED && !watch.hasReady()
              ? status.withDescription(
                  "the call waited for a connection until its deadline: " + watch.unreachable())
              : status,
          trailers);
    }
  }
}
