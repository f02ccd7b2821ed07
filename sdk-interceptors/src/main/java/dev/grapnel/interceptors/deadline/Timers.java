package dev.grapnel.interceptors.deadline;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of this package, for all servers of the process: daemons, started when needed. */
final class Timers {

  private static final long KEEP_ALIVE_SECONDS = 30;
  private static final int TELLERS = 2;

  private Timers() {}

  /** Nothing that waits runs here. */
  static ScheduledExecutorService shared() {
    return Shared.SCHEDULER;
  }

  /** For the code of handlers, which may wait: few threads however many calls end at once. */
  static Executor tellers() {
    return Shared.TELLERS;
  }

  private static final class Shared {

    static final ScheduledExecutorService SCHEDULER =
        new ScheduledThreadPoolExecutor(1, threads("grpc-deadline"));
    static final ThreadPoolExecutor TELLERS =
        new ThreadPoolExecutor(
            Timers.TELLERS,
            Timers.TELLERS,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("grpc-deadline-cancel"));

    static {
      TELLERS.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory threads(String name) {
      return task -> {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
      };
    }
  }
}
