package dev.grapnel.soak;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** How long calls took. Thread-safe; percentiles are asked for when all calls have ended. */
final class Latencies {

  /** As many as are kept; 30 s of 5000 calls a second are far below. */
  private static final int MOST = 1 << 19;

  private final long[] nanos = new long[MOST];
  private final AtomicInteger count = new AtomicInteger();

  void add(long took) {
    int index = count.getAndIncrement();
    if (index < MOST) {
      nanos[index] = took;
    }
  }

  int count() {
    return count.get();
  }

  /** In milliseconds; 0 if there are none. */
  double percentile(double share) {
    int kept = Math.min(MOST, count.get());
    long[] sorted = Arrays.copyOf(nanos, kept);
    Arrays.sort(sorted);
    return kept == 0 ? 0 : sorted[(int) Math.min(kept - 1, kept * share)] / 1e6;
  }

  /** In one line. */
  @Override
  public String toString() {
    return "%d (ms: p50 %.1f, p99 %.1f, max %.1f)"
        .formatted(count(), percentile(0.5), percentile(0.99), percentile(1));
  }
}
