package dev.grapnel.testing.security;

import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** How long a synthetic call lives: until it is closed, or until its deadline. */
final class CallLifetime implements AutoCloseable {

  private final Context.CancellableContext context;
  private final @Nullable ScheduledExecutorService own;

  private CallLifetime(Context.CancellableContext context, @Nullable ScheduledExecutorService own) {
    this.context = context;
    this.own = own;
  }

  static CallLifetime begin(
      @Nullable Deadline deadline, @Nullable ScheduledExecutorService scheduler) {
    if (deadline == null) {
      return new CallLifetime(Context.current().withCancellation(), null);
    }
    if (scheduler != null) {
      return new CallLifetime(Context.current().withDeadline(deadline, scheduler), null);
    }
    ScheduledExecutorService own =
        Executors.newSingleThreadScheduledExecutor(CallLifetime::timerThread);
    return new CallLifetime(Context.current().withDeadline(deadline, own), own);
  }

  Context context() {
    return context;
  }

  @Override
  public void close() {
    context.cancel(null);
    if (own != null) {
      own.shutdownNow();
    }
  }

  private static Thread timerThread(Runnable task) {
    Thread thread = new Thread(task, "grapnel-test-deadline");
    thread.setDaemon(true);
    return thread;
  }
}
