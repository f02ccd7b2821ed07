package dev.grapnel.testing.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The time and what waits for it.
 *
 * <p>Two locks: the turn is held by the thread that advances, for as long as it does, so that time
 * stands while a task runs; the monitor guards the fields and is never held while one runs, so that
 * a task may wait for other threads that look at the clock or schedule.
 */
final class Timeline {

  private static final int MOST_AT_ONE_INSTANT = 1_000_000;

  private final ReentrantLock turn = new ReentrantLock();
  private final PriorityQueue<VirtualTask<?>> pending = new PriorityQueue<>();
  private long now;
  private long submissions;
  private int running;
  private int ranAtThisInstant;
  private boolean shutdown;

  /** A duration in nanoseconds, or the closest there is. */
  static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  synchronized long now() {
    return now;
  }

  synchronized int pendingTasks() {
    return pending.size();
  }

  /** Nanoseconds from now; never overflows, since time begins at zero. */
  synchronized long after(long delay) {
    long due = now + Math.max(delay, 0);
    return due < 0 ? Long.MAX_VALUE : due;
  }

  synchronized <V> VirtualTask<V> add(VirtualTask<V> task) {
    requireRunning();
    enqueue(task);
    return task;
  }

  /** Adds a periodic task once more, unless it was ended while it ran. */
  synchronized void addAgain(VirtualTask<?> task) {
    if (shutdown) {
      task.cancel(false);
    } else if (!task.isCancelled()) {
      enqueue(task);
    }
  }

  synchronized void remove(VirtualTask<?> task) {
    pending.remove(task);
    notifyAll();
  }

  /** Waits in real time. */
  synchronized void awaitPendingTasks(int count, Duration bound) throws InterruptedException {
    long began = System.nanoTime();
    while (pending.size() < count) {
      long left = bound.toNanos() - (System.nanoTime() - began);
      if (left <= 0) {
        throw new AssertionError(
            "the virtual clock has %d pending tasks after %s of real time: expected %d"
                .formatted(pending.size(), bound, count));
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  void advance(Duration duration) {
    turn.lock();
    try {
      long from = now();
      long nanos = nanos(duration);
      if (nanos > Long.MAX_VALUE - from) {
        throw new IllegalArgumentException(
            "the clock was to be advanced by %s, %s after its start: expected 292 years at most in all"
                .formatted(duration, Duration.ofNanos(from)));
      }
      runUntil(from + nanos);
    } finally {
      turn.unlock();
    }
  }

  Optional<Duration> advanceToNextTask() {
    turn.lock();
    try {
      long from = now();
      Optional<Long> due = firstDue();
      due.ifPresent(this::runUntil);
      return due.map(end -> Duration.ofNanos(Math.max(end - from, 0)));
    } finally {
      turn.unlock();
    }
  }

  void execute(Runnable task) {
    begin();
    try {
      task.run();
    } finally {
      end();
    }
  }

  /** Tasks that are to run once still run when their time comes. */
  synchronized void shutdown() {
    shutdown = true;
    List.copyOf(pending).stream()
        .filter(VirtualTask::isPeriodic)
        .forEach(task -> task.cancel(false));
    notifyAll();
  }

  synchronized List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> dropped = new ArrayList<>();
    while (!pending.isEmpty()) {
      dropped.add(pending.remove());
    }
    notifyAll();
    return dropped;
  }

  synchronized boolean isShutdown() {
    return shutdown;
  }

  synchronized boolean isTerminated() {
    return shutdown && pending.isEmpty() && running == 0;
  }

  synchronized boolean awaitTermination(long nanos) throws InterruptedException {
    long end = after(nanos);
    long began = System.nanoTime();
    while (!isTerminated()) {
      long left = Math.min(end - now, nanos - (System.nanoTime() - began));
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private void runUntil(long end) {
    synchronized (this) {
      ranAtThisInstant = 0;
    }
    for (VirtualTask<?> task = takeDue(end); task != null; task = takeDue(end)) {
      try {
        task.run();
      } finally {
        end();
      }
    }
    moveTo(end);
  }

  private synchronized @Nullable VirtualTask<?> takeDue(long end) {
    VirtualTask<?> first = pending.peek();
    if (first == null || first.due() > end) {
      return null;
    }
    moveTo(first.due());
    if (ranAtThisInstant++ == MOST_AT_ONE_INSTANT) {
      throw new IllegalStateException(
          "%d tasks ran at one instant: expected time to move on; does a task schedule itself without delay?"
              .formatted(MOST_AT_ONE_INSTANT));
    }
    running++;
    return pending.poll();
  }

  /** Never back: a task may have advanced time itself. */
  private synchronized void moveTo(long moment) {
    if (moment > now) {
      now = moment;
      ranAtThisInstant = 0;
      notifyAll();
    }
  }

  private synchronized Optional<Long> firstDue() {
    return Optional.ofNullable(pending.peek()).map(VirtualTask::due);
  }

  private synchronized void enqueue(VirtualTask<?> task) {
    task.submittedAs(submissions++);
    pending.add(task);
    notifyAll();
  }

  private synchronized void begin() {
    requireRunning();
    running++;
  }

  private synchronized void end() {
    running--;
    notifyAll();
  }

  private void requireRunning() {
    if (isShutdown()) {
      throw new RejectedExecutionException("the scheduler of the virtual clock is shut down");
    }
  }
}
