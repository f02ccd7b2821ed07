package dev.grapnel.testing.time;

import dev.grapnel.testing.time.VirtualTask.Repeat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's view of a {@link Timeline}; {@link VirtualClock#scheduler()} tells how it behaves. */
final class VirtualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

  private final Timeline timeline;

  VirtualScheduler(Timeline timeline) {
    this.timeline = timeline;
  }

  @Override
  public void execute(Runnable task) {
    timeline.execute(Objects.requireNonNull(task));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return timeline.add(VirtualTask.once(timeline, reporting(task), unit.toNanos(delay)));
  }

  @Override
  public <V extends @Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> task, long delay, TimeUnit unit) {
    return timeline.add(VirtualTask.once(timeline, task, unit.toNanos(delay)));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return repeat(task, initialDelay, Repeat.AT_FIXED_RATE, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return repeat(task, initialDelay, Repeat.WITH_FIXED_DELAY, delay, unit);
  }

  private ScheduledFuture<?> repeat(
      Runnable task, long initialDelay, Repeat repeat, long interval, TimeUnit unit) {
    if (interval <= 0) {
      throw new IllegalArgumentException(
          "the interval of a periodic task is " + interval + ": expected more than zero");
    }
    return timeline.add(
        VirtualTask.repeated(
            timeline, reporting(task), unit.toNanos(initialDelay), repeat, unit.toNanos(interval)));
  }

  /** Hardly anybody asks the future of a runnable how it ended. */
  private static Callable<@Nullable Void> reporting(Runnable task) {
    Objects.requireNonNull(task);
    return () -> {
      try {
        task.run();
        return null;
      } catch (Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        throw failure;
      }
    };
  }

  @Override
  public void shutdown() {
    timeline.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return timeline.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return timeline.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return timeline.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return timeline.awaitTermination(unit.toNanos(timeout));
  }
}
