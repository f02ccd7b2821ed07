package dev.grapnel.server.overload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for one pool of workers: says whether one more may.
 *
 * <p>The wait of a new call is foreseen as the number of calls ahead of it times the pace, which is
 * the mean time between two starts while calls wait; it is measured over windows in which the line
 * is never empty. When nothing has started for a while, that time is the wait at least.
 *
 * <p>Controlled Delay: until the line has stood for an interval, a call may wait that long; then
 * only for the target. A line that refuses calls goes on to count as standing for one more
 * interval: workers that end together empty it again and again without having time to spare.
 *
 * <p>Thread-safe without a lock. Races between network threads let a few calls more in.
 */
final class WaitingLine {

  /** What the line may cost, in nanoseconds. */
  record Limits(int most, long target, long interval) {}

  private static final long EMPTY = Long.MIN_VALUE;
  private static final int FEW = 8;

  private final Limits limits;
  private final int always;
  private final Rejection tooMany;
  private final Rejection tooLong;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicLong windowStart = new AtomicLong();
  private volatile long busySince = EMPTY;
  private volatile long lastStart;
  private volatile long lastRefusal = EMPTY;
  private volatile long pace;

  WaitingLine(int workers, Limits limits, Rejection tooMany, Rejection tooLong) {
    this.always = Math.max(1, workers / 2);
    this.limits = limits;
    this.tooMany = tooMany;
    this.tooLong = tooLong;
  }

  int waiting() {
    return waiting.get();
  }

  /** Returns why a call may not wait here, or null if it may. */
  @Nullable Rejection refusal(long now) {
    int ahead = waiting.get();
    if (ahead < always) {
      return null;
    }
    Rejection refusal =
        ahead >= limits.most() ? tooMany : foreseen(ahead, now) <= allowed(now) ? null : tooLong;
    if (refusal != null) {
      lastRefusal = now;
    }
    return refusal;
  }

  void entered(long now) {
    if (waiting.getAndIncrement() == 0) {
      busySince = now;
      lastStart = now;
      windowStart.set(now);
      starts.set(0);
      if (!refusedLately(now)) {
        // What held in another rush need not hold in this one.
        pace = 0;
      }
    }
  }

  void left(long now) {
    if (waiting.decrementAndGet() == 0) {
      busySince = EMPTY;
      if (waiting.get() > 0) {
        // One entered in between, and what it wrote is overwritten.
        busySince = now;
      }
      return;
    }
    lastStart = now;
    int count = starts.incrementAndGet();
    long start = windowStart.get();
    long elapsed = now - start;
    if (count >= FEW && elapsed >= limits.target() && windowStart.compareAndSet(start, now)) {
      starts.addAndGet(-count);
      pace = elapsed / count;
    }
  }

  private long foreseen(int ahead, long now) {
    return Math.max(ahead * pace, now - lastStart);
  }

  private long allowed(long now) {
    long since = busySince;
    boolean standing = refusedLately(now) || (since != EMPTY && now - since > limits.interval());
    return standing ? limits.target() : limits.interval();
  }

  private boolean refusedLately(long now) {
    long last = lastRefusal;
    return last != EMPTY && now - last < limits.interval();
  }
}
