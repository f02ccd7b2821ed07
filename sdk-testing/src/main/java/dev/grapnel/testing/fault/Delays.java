package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs things later. The scheduler only counts the time: handlers and callbacks may block, so they
 * run on another executor.
 */
final class Delays {

  private final @Nullable ScheduledExecutorService scheduler;
  private final @Nullable Executor executor;

  Delays(@Nullable ScheduledExecutorService scheduler, @Nullable Executor executor) {
    this.scheduler = scheduler;
    this.executor = executor;
  }

  Future<?> after(Duration delay, Runnable task) {
    return after(delay, task, scheduler == null ? Shared.TIMER : scheduler);
  }

  Future<?> afterRealTime(Duration delay, Runnable task) {
    return after(delay, task, Shared.TIMER);
  }

  private Future<?> after(Duration delay, Runnable task, ScheduledExecutorService timer) {
    return timer.schedule(() -> executor().execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Where a client call's listener is told things: blocking stubs wait on an executor of theirs.
   */
  Executor callbacks(CallOptions options) {
    Executor chosen = options.getExecutor();
    return chosen == null ? executor() : chosen;
  }

  private Executor executor() {
    return executor == null ? Shared.WORKERS : executor;
  }

  /** Begun when first used, then shared by all injectors: threads are daemons. */
  private static final class Shared {

    static final ScheduledExecutorService TIMER = timer();
    static final ExecutorService WORKERS = Executors.newCachedThreadPool(daemons("fault-worker"));

    private static ScheduledExecutorService timer() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(1, daemons("fault-timer"));
      timer.setRemoveOnCancelPolicy(true);
      return timer;
    }

    private static ThreadFactory daemons(String name) {
      return task -> {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
      };
    }
  }
}
