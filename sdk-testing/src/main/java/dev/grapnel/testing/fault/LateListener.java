package dev.grapnel.testing.fault;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Starts a handler late. What the handler would be told meanwhile is kept and told in the same
 * order and context; a call that is cancelled meanwhile never reaches it.
 */
final class LateListener<Q, R> extends ServerCall.Listener<Q> {

  private enum Phase {
    WAITING,
    PASSING,
    PASSED,
    ENDED
  }

  private final ServerCall<Q, R> call;
  private Phase phase = Phase.WAITING;
  private List<Runnable> kept = new ArrayList<>();
  private @Nullable Future<?> timer;
  private ServerCall.Listener<Q> handler = new ServerCall.Listener<>() {};

  private LateListener(ServerCall<Q, R> call) {
    this.call = call;
  }

  static <Q, R> ServerCall.Listener<Q> start(
      ServerCall<Q, R> call,
      Metadata headers,
      ServerCallHandler<Q, R> handler,
      Duration delay,
      Delays delays) {
    LateListener<Q, R> late = new LateListener<>(call);
    late.later(() -> late.handler = handler.startCall(call, headers));
    late.wait(delay, delays);
    return late;
  }

  @Override
  public void onMessage(Q message) {
    later(() -> handler.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    later(() -> handler.onHalfClose());
  }

  @Override
  public void onReady() {
    later(() -> handler.onReady());
  }

  @Override
  public void onComplete() {
    later(() -> handler.onComplete());
  }

  @Override
  public void onCancel() {
    synchronized (this) {
      if (phase == Phase.WAITING) {
        phase = Phase.ENDED;
        kept.clear();
        if (timer != null) {
          timer.cancel(false);
        }
        return;
      }
    }
    later(() -> handler.onCancel());
  }

  private synchronized void wait(Duration delay, Delays delays) {
    timer = delays.after(delay, this::pass);
  }

  private void later(Runnable step) {
    synchronized (this) {
      if (phase != Phase.PASSED) {
        kept.add(Context.current().wrap(step));
        return;
      }
    }
    step.run();
  }

  private void pass() {
    synchronized (this) {
      if (phase != Phase.WAITING) {
        return;
      }
      phase = Phase.PASSING;
    }
    try {
      tellWhatWasKept();
    } catch (RuntimeException | Error failure) {
      closeAfter(failure);
      throw failure;
    }
  }

  private void tellWhatWasKept() {
    while (true) {
      List<Runnable> steps;
      synchronized (this) {
        if (kept.isEmpty()) {
          phase = Phase.PASSED;
          return;
        }
        steps = kept;
        kept = new ArrayList<>();
      }
      steps.forEach(Runnable::run);
    }
  }

  /** As a handler does that fails: whoever maps exceptions around it sees this one. */
  private void closeAfter(Throwable failure) {
    synchronized (this) {
      phase = Phase.PASSED;
      kept.clear();
    }
    try {
      call.close(Status.fromThrowable(failure), new Metadata());
    } catch (IllegalStateException closedByTheHandler) {
      // Its status stands.
    }
  }
}
