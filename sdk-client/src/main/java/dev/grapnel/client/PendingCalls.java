package dev.grapnel.client;

import dev.grapnel.client.balancing.ConnectionWatch;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
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
    if (watch.hasReady()) {
      return next.newCall(method, options);
    }
    Wait wait = new Wait();
    return new PendingCall<>(next.newCall(method, options.withStreamTracerFactory(wait)), wait);
  }

  /** Is over with the first stream on a connection: a server may be silent for long after it. */
  private final class Wait extends ClientStreamTracer.Factory {

    private final AtomicBoolean waits = new AtomicBoolean();

    void begin() {
      waits.set(true);
      waiting.increment();
    }

    /** Returns whether it lasted until now. */
    boolean end() {
      boolean lasted = waits.compareAndSet(true, false);
      if (lasted) {
        waiting.decrement();
      }
      return lasted;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void streamCreated(Attributes transport, Metadata sent) {
          end();
        }
      };
    }
  }

  private final class PendingCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {

    private final Wait wait;

    PendingCall(ClientCall<ReqT, RespT> call, Wait wait) {
      super(call);
      this.wait = wait;
    }

    @Override
    public void start(Listener<RespT> listener, Metadata headers) {
      wait.begin();
      try {
        super.start(new PendingListener<>(listener, wait), headers);
      } catch (RuntimeException | Error e) {
        wait.end();
        throw e;
      }
    }
  }

  private final class PendingListener<RespT> extends SimpleForwardingClientCallListener<RespT> {

    private final Wait wait;

    PendingListener(ClientCall.Listener<RespT> listener, Wait wait) {
      super(listener);
      this.wait = wait;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      boolean neverLeft = wait.end();
      super.onClose(
          neverLeft && status.getCode() == Status.Code.DEADLINE_EXCEEDED && !watch.hasReady()
              ? status.withDescription(
                  "the call waited for a connection until its deadline: " + watch.unreachable())
              : status,
          trailers);
    }
  }
}
