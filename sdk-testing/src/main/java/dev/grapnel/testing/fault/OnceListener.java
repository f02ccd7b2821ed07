package dev.grapnel.testing.fault;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Tells of the end of a call once and of nothing after it, one thing after the other, whatever
 * threads they come from. Thread-safe.
 */
class OnceListener<R> extends ClientCall.Listener<R> {

  private final ClientCall.Listener<R> told;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean telling;
  private boolean closed;

  OnceListener(ClientCall.Listener<R> told) {
    this.told = told;
  }

  @Override
  public void onHeaders(Metadata headers) {
    tell(() -> told.onHeaders(headers));
  }

  @Override
  public void onMessage(R message) {
    tell(() -> told.onMessage(message));
  }

  @Override
  public void onReady() {
    tell(told::onReady);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.add(() -> told.onClose(status, trailers));
    }
    tellWaiting();
  }

  private void tell(Runnable callback) {
    synchronized (this) {
      if (closed) {
        return;
      }
      waiting.add(callback);
    }
    tellWaiting();
  }

  private void tellWaiting() {
    while (true) {
      Runnable next;
      synchronized (this) {
        next = telling ? null : waiting.poll();
        if (next == null) {
          return;
        }
        telling = true;
      }
      try {
        next.run();
      } finally {
        synchronized (this) {
          telling = false;
        }
      }
    }
  }
}
