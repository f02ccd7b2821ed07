package dev.grapnel.testing;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;

/** Tells {@link HandlerFailures} what a callback throws. */
final class NotingListener<ReqT> extends SimpleForwardingServerCallListener<ReqT> {

  private final HandlerFailures failures;

  NotingListener(ServerCall.Listener<ReqT> delegate, HandlerFailures failures) {
    super(delegate);
    this.failures = failures;
  }

  @Override
  public void onMessage(ReqT message) {
    noting(() -> super.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    noting(super::onHalfClose);
  }

  @Override
  public void onReady() {
    noting(super::onReady);
  }

  private void noting(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable thrown) {
      failures.note(thrown);
      throw thrown;
    }
  }
}
