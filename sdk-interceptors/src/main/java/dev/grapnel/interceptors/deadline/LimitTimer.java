package dev.grapnel.interceptors.deadline;

import io.grpc.Deadline;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times calls that may all take equally long.
 *
 * <p>The one that began first is due first, so a list in the order of beginning and one task for
 * its head do for all. Nearly every call ends long before it is due: it costs two links and no
 * scheduler, whose queue would cost a lock, a search and, when it is empty, the waking of a thread.
 * The task finds out what has become of the head when its time comes.
 */
final class LimitTimer {

  private static final Logger logger = LoggerFactory.getLogger("grpc.deadline");
  private static final long CENTURY_NANOS = TimeUnit.DAYS.toNanos(36_500);

  /** A power of two; threads that begin calls at the same time rarely meet. */
  private static final int STRIPES = 16;

  private final long limitNanos;
  private final Status exceeded;
  private final Deadline.Ticker ticker;
  private final ScheduledExecutorService scheduler;
  private final Stripe[] stripes = new Stripe[STRIPES];
  private final AtomicBoolean armed = new AtomicBoolean();

  LimitTimer(Duration limit, Deadline.Ticker ticker, ScheduledExecutorService scheduler) {
    this.limitNanos = Math.min(TimeUnit.NANOSECONDS.convert(limit), CENTURY_NANOS);
    this.exceeded =
        Status.DEADLINE_EXCEEDED.withDescription(
            "the call took longer than " + text(limitNanos) + ", the most that this server allows");
    this.ticker = ticker;
    this.scheduler = scheduler;
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  long limitNanos() {
    return limitNanos;
  }

  /** What a call that exceeds the limit ends with. */
  Status exceeded() {
    return exceeded;
  }

  /** The moment at which the limit of a call that begins now has passed. */
  Deadline deadline() {
    return Deadline.after(limitNanos, TimeUnit.NANOSECONDS, ticker);
  }

  /** Begins to time a call; {@code whenDue} must not wait. */
  Entry add(Runnable whenDue) {
    Stripe stripe = stripes[(int) Thread.currentThread().getId() & (STRIPES - 1)];
    Entry entry = stripe.append(whenDue, ticker.nanoTime() + limitNanos);
    arm(limitNanos);
    return entry;
  }

  /** Runs something later that is no limit of a call. */
  void later(Runnable task, Duration delay) {
    var unused =
        scheduler.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
  }

  static String text(long nanos) {
    if (nanos % 1_000_000_000 == 0) {
      return nanos / 1_000_000_000 + " s";
    }
    return nanos < 1_000_000 ? nanos + " ns" : nanos / 1_000_000 + " ms";
  }

  private void arm(long delayNanos) {
    if (!armed.get() && armed.compareAndSet(false, true)) {
      var unused = scheduler.schedule(this::sweep, delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void sweep() {
    long now = ticker.nanoTime();
    for (Stripe stripe : stripes) {
      for (Entry due = stripe.takeDue(now); due != null; due = stripe.takeDue(now)) {
        run(due);
      }
    }
    long next = untilNext(now);
    if (next == Long.MAX_VALUE) {
      armed.set(false);
      // Who is added from here on arms the timer itself; this is for who was added just before.
      next = untilNext(now);
      if (next != Long.MAX_VALUE) {
        arm(next);
      }
    } else {
      var unused = scheduler.schedule(this::sweep, next, TimeUnit.NANOSECONDS);
    }
  }

  private long untilNext(long now) {
    long next = Long.MAX_VALUE;
    for (Stripe stripe : stripes) {
      next = Math.min(next, stripe.untilDue(now));
    }
    return next;
  }

  private static void run(Entry due) {
    try {
      due.whenDue.run();
    } catch (Throwable failure) {
      logger.warn("a call that took too long could not be ended", failure);
    }
  }

  /** A call that is timed. */
  static final class Entry {

    private final Stripe stripe;
    private final Runnable whenDue;
    private final long dueNanos;
    private @Nullable Entry previous;
    private @Nullable Entry next;

    private Entry(Stripe stripe, Runnable whenDue, long dueNanos) {
      this.stripe = stripe;
      this.whenDue = whenDue;
      this.dueNanos = dueNanos;
    }

    /** Ends the timing; a second time does nothing. */
    void remove() {
      stripe.remove(this);
    }
  }

  /** A list in the order of beginning; its own monitor guards the links of its entries. */
  private static final class Stripe {

    private @Nullable Entry first;
    private @Nullable Entry last;

    synchronized Entry append(Runnable whenDue, long dueNanos) {
      Entry entry = new Entry(this, whenDue, dueNanos);
      entry.previous = last;
      if (last == null) {
        first = entry;
      } else {
        last.next = entry;
      }
      last = entry;
      return entry;
    }

    synchronized void remove(Entry entry) {
      Entry before = entry.previous;
      Entry after = entry.next;
      if (before == null && first != entry) {
        return;
      }
      if (before == null) {
        first = after;
      } else {
        before.next = after;
      }
      if (after == null) {
        last = before;
      } else {
        after.previous = before;
      }
      entry.previous = null;
      entry.next = null;
    }

    synchronized @Nullable Entry takeDue(long now) {
      Entry head = first;
      if (head == null || head.dueNanos - now > 0) {
        return null;
      }
      remove(head);
      return head;
    }

    synchronized long untilDue(long now) {
      return first == null ? Long.MAX_VALUE : first.dueNanos - now;
    }
  }
}
