package dev.grapnel.interceptors.metrics;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs HTTP exchanges on a few daemon threads and ends each that takes too long.
 *
 * <p>The JDK's server reads requests and writes answers with blocking calls and no time limit of
 * its own (but for properties of the whole JVM): a client that sends half a request would keep a
 * thread for ever. An interrupt closes the channel that a thread waits for.
 */
final class ScrapeThreads implements Executor {

  private static final int THREADS = 8;
  private static final int WAITING = 64;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor watch;
  private final Duration limit;

  ScrapeThreads(Duration limit) {
    this.limit = limit;
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "grapnel-prometheus");
          thread.setDaemon(true);
          return thread;
        };
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            KEEP_ALIVE.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(WAITING),
            daemons);
    threads.allowCoreThreadTimeOut(true);
    watch = new ScheduledThreadPoolExecutor(1, daemons);
    watch.setRemoveOnCancelPolicy(true);
  }

  /**
   * Runs an exchange.
   *
   * @throws java.util.concurrent.RejectedExecutionException if too many wait; the server closes the
   *     connection then
   */
  @Override
  public void execute(Runnable exchange) {
    threads.execute(new Limited(exchange));
  }

  /** Lets exchanges that run finish, for a moment. */
  void drain() {
    threads.shutdown();
    try {
      threads.awaitTermination(DRAIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() {
    threads.shutdownNow();
    watch.shutdownNow();
  }

  /** An interrupt must not hit the next exchange of the thread: the lock sees to that. */
  private final class Limited implements Runnable {

    private final Runnable exchange;
    private @Nullable Thread thread;

    Limited(Runnable exchange) {
      this.exchange = exchange;
    }

    @Override
    public void run() {
      on(Thread.currentThread());
      ScheduledFuture<?> end =
          watch.schedule(this::interrupt, limit.toNanos(), TimeUnit.NANOSECONDS);
      try {
        exchange.run();
      } finally {
        end.cancel(false);
        on(null);
        Thread.interrupted();
      }
    }

    private synchronized void on(@Nullable Thread running) {
      thread = running;
    }

    private synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
