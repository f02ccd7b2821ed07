package dev.grapnel.server.overload;

import dev.grapnel.core.call.TransportFailure;
import io.grpc.Status;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call from its arrival to its end: a single object that grpc-java tells of the end of the
 * stream, and that stands in line for a worker.
 *
 * <p>It is made on the network thread, where it is decided whether the call may start. grpc-java
 * then hands it the call's callbacks, one batch at a time and never two at once. Each batch stands
 * in line: a worker that is free begins a call before its request is there, and that comes later.
 */
final class CallTicket extends TransportFailure implements Executor, Runnable {

  private final Admission admission;
  private final Admission.Route route;
  private final @Nullable Rejection refusal;
  private final long arrived;
  private @Nullable Runnable batch;
  private boolean started;
  private volatile boolean closed;
  private long waited;

  CallTicket(
      Admission admission, Admission.Route route, @Nullable Rejection refusal, long arrived) {
    this.admission = admission;
    this.route = route;
    this.refusal = refusal;
    this.arrived = arrived;
  }

  /** The ticket of the call that runs on this thread; null for those that are not counted. */
  static @Nullable CallTicket ofThisCall() {
    return TransportFailure.current() instanceof CallTicket ticket ? ticket : null;
  }

  Admission.Route route() {
    return route;
  }

  long arrived() {
    return arrived;
  }

  long waited() {
    return waited;
  }

  /** Returns why the call does not start, or null if it does; asked once, on its own thread. */
  @Nullable Rejection refusal() {
    return refusal != null || waited == 0 ? refusal : admission.refusalAfterWaiting(waited);
  }

  @Override
  public void streamClosed(Status status) {
    super.streamClosed(status);
    closed = true;
    WaitingLine line = route.line();
    if (line != null && started && route.unary()) {
      line.ended();
    }
    admission.ended(this, refusal != null, status);
  }

  @Override
  public void execute(Runnable callbacks) {
    WaitingLine line = route.line();
    if (refusal != null) {
      // It is closed on the network thread: workers have enough to do.
      callbacks.run();
    } else if (line == null || (closed && started)) {
      // What is left to a call that is over takes no time worth speaking of.
      route.executor().execute(callbacks);
    } else {
      batch = callbacks;
      enter(line);
    }
  }

  private void enter(WaitingLine line) {
    line.entered(started ? System.nanoTime() : arrived);
    try {
      route.executor().execute(this);
    } catch (Throwable rejected) {
      line.left(System.nanoTime());
      throw rejected;
    }
  }

  @Override
  public void run() {
    WaitingLine line = route.line();
    Runnable callbacks = batch;
    if (line == null || callbacks == null) {
      return;
    }
    long start = System.nanoTime();
    line.left(start);
    if (!started) {
      started = true;
      waited = Math.max(1, start - arrived);
    }
    try {
      callbacks.run();
    } finally {
      if (route.unary()) {
        line.worked(System.nanoTime() - start);
      }
    }
  }
}
