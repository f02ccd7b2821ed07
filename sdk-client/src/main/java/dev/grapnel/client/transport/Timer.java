package dev.grapnel.client.transport;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A timer of the JDK in the form that Netty's interfaces want. */
final class Timer extends DefaultPromise<@Nullable Void>
    implements ScheduledFuture<@Nullable Void>, Runnable {

  /**
   * One for the process and never shut down, since calls may be begun on a client that is closed;
   * its thread ends when there is no timer.
   */
  private static final ScheduledThreadPoolExecutor THREAD = newThread();

  private final Runnable task;
  private final java.util.concurrent.ScheduledFuture<?> scheduled;

  private Timer(Runnable task, long delay, TimeUnit unit) {
    super(GlobalEventExecutor.INSTANCE);
    this.task = task;
    this.scheduled = THREAD.schedule(this, delay, unit);
  }

  static Timer start(Runnable task, long delay, TimeUnit unit) {
    return new Timer(task, delay, unit);
  }

  private static ScheduledThreadPoolExecutor newThread() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("grapnel-client-timer", true));
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(10, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  @Override
  public void run() {
    if (!setUncancellable()) {
      return;
    }
    try {
      task.run();
      setSuccess(null);
    } catch (RuntimeException | Error e) {
      setFailure(e);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      scheduled.cancel(false);
    }
    return cancelled;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return scheduled.getDelay(unit);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
