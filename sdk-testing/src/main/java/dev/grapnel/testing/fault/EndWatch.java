package dev.grapnel.testing.fault;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the deadline and the context of a client call while grpc does not: before it is started,
 * and after its end was kept from the caller. Thread-safe.
 */
final class EndWatch {

  private final Context context;
  private final @Nullable Deadline deadline;
  private final Delays delays;
  private final Consumer<Status> end;
  private final Context.CancellationListener contextListener;
  private final List<Future<?>> timers = new ArrayList<>();
  private boolean stopped;

  /**
   * @param end told why the call ends; perhaps twice
   */
  EndWatch(Context context, @Nullable Deadline deadline, Delays delays, Consumer<Status> end) {
    this.context = context;
    this.deadline = deadline;
    this.delays = delays;
    this.end = end;
    contextListener = cancelled -> end.accept(Contexts.statusFromCancelled(cancelled));
  }

  static Status cancelled(@Nullable String message, @Nullable Throwable cause) {
    String text = message == null && cause == null ? "cancelled without a message" : message;
    return Status.CANCELLED.withDescription(text).withCause(cause);
  }

  void start() {
    synchronized (this) {
      if (deadline != null && !stopped) {
        timers.add(delays.after(left(deadline), this::deadlineExceeded));
        timers.add(delays.afterRealTime(left(deadline), this::checkDeadline));
      }
    }
    context.addListener(contextListener, Runnable::run);
    if (isStopped()) {
      context.removeListener(contextListener);
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  void stop() {
    synchronized (this) {
      stopped = true;
      timers.forEach(timer -> timer.cancel(false));
      timers.clear();
    }
    context.removeListener(contextListener);
  }

  /** The injector's clock may stand still while that of the deadline goes on, or the reverse. */
  private void checkDeadline() {
    if (deadline == null) {
      return;
    }
    if (deadline.isExpired()) {
      deadlineExceeded();
      return;
    }
    synchronized (this) {
      if (!stopped) {
        timers.add(delays.afterRealTime(left(deadline), this::checkDeadline));
      }
    }
  }

  private void deadlineExceeded() {
    end.accept(Status.DEADLINE_EXCEEDED.withDescription("deadline exceeded during a fault"));
  }

  private static Duration left(Deadline deadline) {
    return Duration.ofNanos(Math.max(1_000_000, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
  }
}
