package dev.grapnel.testing.fake;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread of all delays that no test drives; it is there while something is delayed. */
final class SharedScheduler {

  static final ScheduledExecutorService INSTANCE = create();

  private SharedScheduler() {}

  private static ScheduledExecutorService create() {
    ScheduledThreadPoolExecutor scheduler =
        new ScheduledThreadPoolExecutor(1, SharedScheduler::thread);
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
    return scheduler;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "grapnel-fake-delays");
    thread.setDaemon(true);
    return thread;
  }
}
