package dev.grapnel.samples.crypto.market;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Schedule} on a few threads of its own, however many tasks there are. */
public final class ScheduleThreads implements Schedule, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(ScheduleThreads.class);

  private final ScheduledThreadPoolExecutor executor;

  /** Starts no thread before the first task is due. */
  public ScheduleThreads(int threads) {
    executor = new ScheduledThreadPoolExecutor(threads, ScheduleThreads::daemon);
    // Else the task of a closed stream would stay in the queue until its next turn.
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Repetition every(Duration period, Runnable task) {
    long nanos = period.toNanos();
    ScheduledFuture<?> future =
        executor.scheduleAtFixedRate(() -> runSafely(task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /** Ends all tasks. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** An executor drops a task that threw once; ours are wanted again. */
  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      logger.error("a scheduled task failed and stays scheduled", e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "crypto-schedule");
    thread.setDaemon(true);
    return thread;
  }
}
