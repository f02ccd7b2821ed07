package dev.grapnel.testing.time;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A task that waits for its time, and its future. */
final class VirtualTask<V> extends FutureTask<V> implements ScheduledFuture<V> {

  /** When a task runs again. */
  enum Repeat {
    NEVER,
    /** An interval after it was due. */
    AT_FIXED_RATE,
    /** An interval after it ended. */
    WITH_FIXED_DELAY
  }

  private final Timeline timeline;
  private final Repeat repeat;
  private final long interval;
  private volatile long due;
  private volatile long submission;

  private VirtualTask(
      Timeline timeline, Callable<V> task, long delay, Repeat repeat, long interval) {
    super(task);
    this.timeline = timeline;
    this.repeat = repeat;
    this.interval = interval;
    this.due = timeline.after(delay);
  }

  static <V> VirtualTask<V> once(Timeline timeline, Callable<V> task, long delay) {
    return new VirtualTask<>(timeline, task, delay, Repeat.NEVER, 0);
  }

  static <V> VirtualTask<V> repeated(
      Timeline timeline, Callable<V> task, long delay, Repeat repeat, long interval) {
    return new VirtualTask<>(timeline, task, delay, repeat, interval);
  }

  long due() {
    return due;
  }

  void submittedAs(long number) {
    submission = number;
  }

  boolean isPeriodic() {
    return repeat != Repeat.NEVER;
  }

  @Override
  public void run() {
    if (!isPeriodic()) {
      super.run();
    } else if (runAndReset()) {
      due = repeat == Repeat.AT_FIXED_RATE ? nextAtRate() : timeline.after(interval);
      timeline.addAgain(this);
    }
  }

  private long nextAtRate() {
    return due > Long.MAX_VALUE - interval ? Long.MAX_VALUE : due + interval;
  }

  /** Without interrupting: the thread that runs the task belongs to the test. */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(false);
    timeline.remove(this);
    return cancelled;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(due - timeline.now(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    if (other instanceof VirtualTask<?> task) {
      int byTime = Long.compare(due, task.due);
      return byTime == 0 ? Long.compare(submission, task.submission) : byTime;
    }
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
