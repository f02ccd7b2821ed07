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
 * then hands it the call's callbacks, one batch at a time and never two at once; the first batch
 * waits in line.
 */
final class CallTicket extends TransportFailure implements Executor, Runnable {

  private static final Executor DIRECT = Runnable::run;

  private final Admission admission;
  private final Admission.Route route;
  private final @Nullable Rejection refusal;
  private final long arrived;
  private @Nullable WaitingLine ahead;
  private @Nullable Runnable first;
  private long waited;

  CallTicket(
      Admission admission, Admission.Route route, @Nullable Rejection refusal, long arrived) {
    this.admission = admission;
    this.route = route;
    this.refusal = refusal;
    this.arrived = arrived;
    this.ahead = refusal == null ? route.line() : null;
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
    admission.ended(this, refusal != null, status);
  }

  @Override
  public void execute(Runnable callbacks) {
    WaitingLine line = ahead;
    if (line == null) {
      // A call that is refused is closed on the network thread: workers have enough to do.
      (refusal == null ? route.executor() : DIRECT).execute(callbacks);
      return;
    }
    first = callbacks;
    line.entered(arrived);
    try {
      route.executor().execute(this);
    } catch (Throwable rejected) {
      line.left(System.nanoTime());
      throw rejected;
    }
  }

  @Override
  public void run() {
    WaitingLine line = ahead;
    Runnable callbacks = first;
    if (line == null || callbacks == null) {
      return;
    }
    ahead = null;
    first = null;
    long now = System.nanoTime();
    line.left(now);
    waited = Math.max(1, now - arrived);
    callbacks.run();
  }
}
