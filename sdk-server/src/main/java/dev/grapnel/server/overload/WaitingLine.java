package dev.grapnel.server.overload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for one pool of workers: says whether one more may.
 *
 * <p>A unary call waits twice: a worker begins it, and only then grpc-java reads its request, with
 * which it stands in line again. It is in line once at a time, and most of its work is ahead of it
 * in either place. So the wait of a new call is foreseen as the number of those in line times the
 * pace: how long workers are busy with a call in all, divided by their number; it is learnt from
 * calls that have ended, and streams are left out. Times between starts would be simpler, but
 * workers that began together end together, and a line that is empty in between tells nothing. When
 * nothing has started for a while, that time is the wait at least.
 *
 * <p>Controlled Delay: until the line has stood for an interval, a call may wait that long; then
 * only for the target. A line that refuses calls goes on to count as standing for one more
 * interval, however often it is empty for a moment.
 *
 * <p>Thread-safe without a lock. Races between network threads let a few calls more in.
 */
final class WaitingLine {

  /** What the line may cost, in nanoseconds. */
  record Limits(int most, long target, long interval) {}

  private static final long NEVER = Long.MIN_VALUE;

  /** So many calls make one measurement of the pace. */
  private static final int SAMPLE = 32;

  private final Limits limits;
  private final int workers;
  private final int always;
  private final Rejection tooMany;
  private final Rejection tooLong;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger ends = new AtomicInteger();
  private final LongAdder busy = new LongAdder();
  private volatile long busySince = NEVER;
  private volatile long lastStart;
  private volatile long lastRefusal = NEVER;
  private volatile long pace;

  WaitingLine(int workers, Limits limits, Rejection tooMany, Rejection tooLong) {
    this.workers = workers;
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
    }
  }

  void left(long now) {
    if (waiting.decrementAndGet() == 0) {
      busySince = NEVER;
      if (waiting.get() > 0) {
        // One entered in between, and what it wrote is overwritten.
        busySince = now;
      }
    }
    lastStart = now;
  }

  /** A unary call is over, and all that workers had to do for it has been told. */
  void ended() {
    int count = ends.incrementAndGet();
    if (count >= SAMPLE && ends.compareAndSet(count, 0)) {
      pace = busy.sumThenReset() / count / workers;
    }
  }

  /** A worker was busy with callbacks of a unary call. */
  void worked(long nanos) {
    busy.add(nanos);
  }

  private long foreseen(int ahead, long now) {
    return Math.max(ahead * pace, now - lastStart);
  }

  private long allowed(long now) {
    long since = busySince;
    boolean standing = refusedLately(now) || (since != NEVER && now - since > limits.interval());
    return standing ? limits.target() : limits.interval();
  }

  private boolean refusedLately(long now) {
    long last = lastRefusal;
    return last != NEVER && now - last < limits.interval();
  }
}
