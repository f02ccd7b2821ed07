package dev.grapnel.testing.fault;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler on which time passes by hand. */
final class HandClock extends ScheduledThreadPoolExecutor {

  HandClock() {
    super(1);
    setRemoveOnCancelPolicy(true);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return super.schedule(task, DAYS.toNanos(1000) + unit.toNanos(delay), NANOSECONDS);
  }

  int waiting() {
    return getQueue().size();
  }

  /** Runs the timer that is due first. */
  void fireNext() {
    Runnable next =
        getQueue().stream()
            .sorted()
            .findFirst()
            .orElseThrow(() -> new AssertionError("no timer is waiting"));
    fire(List.of(next));
  }

  void fireAll() {
    fire(List.copyOf(getQueue()));
  }

  private void fire(List<Runnable> timers) {
    timers.forEach(this::remove);
    timers.forEach(Runnable::run);
  }
}
