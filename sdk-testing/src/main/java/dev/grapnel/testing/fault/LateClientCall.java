package dev.grapnel.testing.fault;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Starts a call late. What the caller does meanwhile is kept and done in the same order; a cancel,
 * the deadline or the context end the call before it is started.
 */
final class LateClientCall<Q, R> extends ClientCall<Q, R> {

  private enum Phase {
    NEW,
    /** Nothing has gone to the real call yet. */
    WAITING,
    /** What was kept is being done, on another thread; what comes now is kept too. */
    PASSING,
    /** All goes to the real call at once. */
    PASSED,
    /** Ended while waiting: the real call was never started. */
    ENDED
  }

  private final ClientCall<Q, R> call;
  private final Duration delay;
  private final Delays delays;
  private final Executor callbacks;
  private final Context context = Context.current();
  private final EndWatch watch;

  private Phase phase = Phase.NEW;
  private List<Runnable> kept = new ArrayList<>();
  private @Nullable Future<?> timer;
  private @Nullable OnceListener<R> listener;
  private volatile boolean started;

  LateClientCall(ClientCall<Q, R> call, CallOptions options, Duration delay, Delays delays) {
    this.call = call;
    this.delay = delay;
    this.delays = delays;
    callbacks = delays.callbacks(options);
    watch = new EndWatch(context, options.getDeadline(), delays, this::endEarly);
  }

  @Override
  public void start(Listener<R> told, Metadata headers) {
    OnceListener<R> once = new OnceListener<>(told);
    synchronized (this) {
      if (phase != Phase.NEW) {
        throw new IllegalStateException("call was started or cancelled before");
      }
      phase = Phase.WAITING;
      listener = once;
      kept.add(() -> call.start(once, headers));
      timer = delays.after(delay, this::pass);
    }
    watch.start();
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    if (!endEarly(EndWatch.cancelled(message, cause))) {
      later(() -> call.cancel(message, cause));
    }
  }

  @Override
  public void request(int messages) {
    later(() -> call.request(messages));
  }

  @Override
  public void sendMessage(Q message) {
    later(() -> call.sendMessage(message));
  }

  @Override
  public void halfClose() {
    later(call::halfClose);
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    later(() -> call.setMessageCompression(enabled));
  }

  @Override
  public boolean isReady() {
    synchronized (this) {
      if (phase != Phase.PASSING && phase != Phase.PASSED) {
        return false;
      }
    }
    // While the start is under way onReady may come already, and will not come again: a "no" here
    // would be the last word. A "yes" only lets the caller put more into the queue.
    return !started || call.isReady();
  }

  @Override
  public Attributes getAttributes() {
    return started ? call.getAttributes() : Attributes.EMPTY;
  }

  private void later(Runnable step) {
    synchronized (this) {
      if (phase == Phase.ENDED) {
        return;
      }
      if (phase != Phase.PASSED) {
        kept.add(step);
        return;
      }
    }
    step.run();
  }

  private boolean endEarly(Status status) {
    OnceListener<R> told;
    synchronized (this) {
      told = listener;
      if (phase != Phase.WAITING || told == null) {
        return false;
      }
      phase = Phase.ENDED;
      kept.clear();
    }
    stopWaiting();
    callbacks.execute(context.wrap(() -> told.onClose(status, new Metadata())));
    return true;
  }

  private void stopWaiting() {
    Future<?> waiting;
    synchronized (this) {
      waiting = timer;
    }
    if (waiting != null) {
      waiting.cancel(false);
    }
    watch.stop();
  }

  private void pass() {
    synchronized (this) {
      if (phase != Phase.WAITING) {
        return;
      }
      phase = Phase.PASSING;
    }
    stopWaiting();
    context.run(this::doWhatWasKept);
  }

  private void doWhatWasKept() {
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
      steps.forEach(this::doSafely);
    }
  }

  /** What would have been thrown at the caller ends the call: the caller is not here. */
  private void doSafely(Runnable step) {
    try {
      step.run();
      started = true;
    } catch (RuntimeException | Error failure) {
      call.cancel("failed after a delay by a fault", failure);
      OnceListener<R> told = listener;
      if (!started && told != null) {
        Status status = Status.fromThrowable(failure);
        callbacks.execute(context.wrap(() -> told.onClose(status, new Metadata())));
      }
    }
  }
}
