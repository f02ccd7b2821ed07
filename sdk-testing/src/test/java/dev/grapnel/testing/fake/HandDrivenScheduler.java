package dev.grapnel.testing.fake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time passes when the test says so, on the thread of the test. */
final class HandDrivenScheduler extends ScheduledThreadPoolExecutor {

  private final List<Task> tasks = new ArrayList<>();
  private long now;

  HandDrivenScheduler() {
    super(0);
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    Task task = new Task(work, now + unit.toNanos(delay));
    tasks.add(task);
    notifyAll();
    return task;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("Only runnables are scheduled here");
  }

  /** Waits until this many tasks are waiting. */
  synchronized HandDrivenScheduler awaitTasks(int count) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (waiting() != count) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError(waiting() + " tasks are waiting, expected " + count);
      }
      try {
        wait(Math.min(millis, 50));
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
    return this;
  }

  void advance(Duration by) {
    long target;
    synchronized (this) {
      target = now + by.toNanos();
    }
    for (Task due = next(target); due != null; due = next(target)) {
      due.run();
    }
  }

  private synchronized Task next(long target) {
    tasks.removeIf(Task::isCancelled);
    Task first = tasks.stream().min(Comparator.comparingLong(task -> task.at)).orElse(null);
    if (first == null || first.at > target) {
      now = target;
      return null;
    }
    now = first.at;
    tasks.remove(first);
    return first;
  }

  private synchronized int waiting() {
    tasks.removeIf(Task::isCancelled);
    return tasks.size();
  }

  private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

    private final long at;

    Task(Runnable work, long at) {
      super(work, null);
      this.at = at;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      throw new UnsupportedOperationException("The fake does not ask");
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(at, ((Task) other).at);
    }
  }
}
