package dev.grapnel.client.balancing;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts what becomes of the calls to one address, for as long as it stays connected and is not
 * ejected; then it starts anew, so that calls of before do not speak against it. The counts only
 * grow: a sample tells what they grew by. Calls end on the network thread of their connection, so
 * plain counters meet little contention.
 */
final class AddressStatistics {

  /** How many intervals the calls that run are told apart by; a power of two. */
  private static final int INTERVALS = 8;

  private static final int CALLS = LatencyBuckets.COUNT;
  private static final int FAILURES = CALLS + 1;
  private static final int COUNTS = FAILURES + 1;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTS);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicIntegerArray runningUnary = new AtomicIntegerArray(INTERVALS);
  private final int[] before = new int[COUNTS];
  private final int[] seen = new int[COUNTS];
  private volatile int interval;

  /** Returns how many calls run. */
  int running() {
    return running.get();
  }

  /** Returns the interval to hand to {@link #unaryBegan} and {@link #unaryEnded}. */
  int interval() {
    return interval;
  }

  void began() {
    running.incrementAndGet();
  }

  void unaryBegan(int beganIn) {
    running.incrementAndGet();
    runningUnary.incrementAndGet(beganIn);
  }

  void ended(Status.Code code) {
    running.decrementAndGet();
    if (code == Status.Code.CANCELLED) {
      return;
    }
    counts.incrementAndGet(CALLS);
    if (isFailure(code)) {
      counts.incrementAndGet(FAILURES);
    }
  }

  /** What fails at once says nothing of speed; a cancelled call does: it took that long so far. */
  void unaryEnded(int beganIn, Status.Code code, long nanos) {
    runningUnary.decrementAndGet(beganIn);
    ended(code);
    if (code == Status.Code.DEADLINE_EXCEEDED || !isFailure(code)) {
      counts.incrementAndGet(LatencyBuckets.of(nanos));
    }
  }

  /**
   * Tells what happened since the last {@link #reset}; one thread at a time.
   *
   * @param isOut whether the address is ejected or on probation
   * @param intervalNanos how long an interval is
   * @param passedNanos how much of this one has passed
   */
  AddressSample sample(boolean isOut, long intervalNanos, long passedNanos) {
    int[] grown = new int[COUNTS];
    for (int i = 0; i < COUNTS; i++) {
      seen[i] = counts.get(i);
      grown[i] = seen[i] - before[i];
    }
    addHanging(grown, passedNanos - intervalNanos, intervalNanos);
    int timed = 0;
    for (int i = 0; i < LatencyBuckets.COUNT; i++) {
      timed += grown[i];
    }
    return new AddressSample(
        isOut,
        grown[CALLS],
        grown[FAILURES],
        timed,
        timed == 0 ? 0 : LatencyBuckets.quantile(grown, timed, 0.25),
        timed == 0 ? 0 : LatencyBuckets.quantile(grown, timed, 0.5),
        timed == 0 ? 0 : LatencyBuckets.quantile(grown, timed, 0.75));
  }

  /** Counts calls that begin from now on to the next interval. */
  void nextInterval() {
    interval = (interval + 1) % INTERVALS;
  }

  /** From now on, samples tell what happens after the last one. */
  void reset() {
    System.arraycopy(seen, 0, before, 0, COUNTS);
  }

  /** A server that stops answering ends no call: those that run since earlier intervals tell it. */
  private void addHanging(int[] grown, long rest, long intervalNanos) {
    for (int age = 1; age < INTERVALS; age++) {
      int hanging = runningUnary.get((interval - age + INTERVALS) % INTERVALS);
      if (hanging > 0) {
        grown[LatencyBuckets.of(rest + age * intervalNanos)] += hanging;
      }
    }
  }

  private static boolean isFailure(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, INTERNAL, UNKNOWN, DATA_LOSS, DEADLINE_EXCEEDED -> true;
      default -> false;
    };
  }
}
