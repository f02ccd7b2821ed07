package dev.grapnel.testing.fault;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells of the end of a call once, and of nothing after it. */
class OnceListener<R> extends SimpleForwardingClientCallListener<R> {

  private final AtomicBoolean closed = new AtomicBoolean();

  OnceListener(ClientCall.Listener<R> listener) {
    super(listener);
  }

  final boolean isClosed() {
    return closed.get();
  }

  @Override
  public void onHeaders(Metadata headers) {
    if (!isClosed()) {
      super.onHeaders(headers);
    }
  }

  @Override
  public void onMessage(R message) {
    if (!isClosed()) {
      super.onMessage(message);
    }
  }

  @Override
  public void onReady() {
    if (!isClosed()) {
      super.onReady();
    }
  }

  @Override
  public final void onClose(Status status, Metadata trailers) {
    if (closed.compareAndSet(false, true)) {
      super.onClose(status, trailers);
    }
  }
}
