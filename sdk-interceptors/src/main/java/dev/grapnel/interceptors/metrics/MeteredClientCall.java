package dev.grapnel.interceptors.metrics;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A client call that is recorded once, with the status that its listener is told. */
final class MeteredClientCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {

  private static final int NEW = 0;
  private static final int STARTED = 1;
  private static final int ENDED = 2;

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<MeteredClientCall> STATE =
      AtomicIntegerFieldUpdater.newUpdater(MeteredClientCall.class, "state");

  private final MethodMeters meters;
  private volatile int state = NEW;
  private long started;

  MeteredClientCall(ClientCall<ReqT, RespT> call, MethodMeters meters) {
    super(call);
    this.meters = meters;
  }

  /** A call that is cancelled or started already is refused by what is further in. */
  @Override
  public void start(Listener<RespT> listener, Metadata headers) {
    if (!STATE.compareAndSet(this, NEW, STARTED)) {
      super.start(listener, headers);
      return;
    }
    started = meters.started();
    try {
      super.start(new Callbacks(listener), headers);
    } catch (Throwable thrown) {
      end(Status.fromThrowable(thrown).getCode());
      throw thrown;
    }
  }

  @Override
  public void sendMessage(ReqT message) {
    if (state == STARTED) {
      meters.sent(message);
    }
    super.sendMessage(message);
  }

  /** A call that is cancelled before it starts has no listener to be told. */
  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    if (STATE.compareAndSet(this, NEW, ENDED)) {
      meters.neverStarted(Status.Code.CANCELLED);
    }
    super.cancel(message, cause);
  }

  private void end(Status.Code code) {
    if (STATE.compareAndSet(this, STARTED, ENDED)) {
      meters.ended(code, started);
    }
  }

  private final class Callbacks extends SimpleForwardingClientCallListener<RespT> {

    Callbacks(ClientCall.Listener<RespT> delegate) {
      super(delegate);
    }

    @Override
    public void onMessage(RespT message) {
      meters.received(message);
      super.onMessage(message);
    }

    /** Records before it passes on: a caller who has its answer finds it counted. */
    @Override
    public void onClose(Status status, Metadata trailers) {
      end(status.getCode());
      super.onClose(status, trailers);
    }
  }
}
