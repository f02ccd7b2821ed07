package dev.grapnel.client.balancing;

/**
 * Sorts times into a quarter of an octave each, from 65 µs to 68 s: coarse enough to count without
 * a lock, fine enough to tell one server from another.
 */
final class LatencyBuckets {

  /** How many there are. */
  static final int COUNT = 80;

  private static final int SMALLEST = 16;

  private LatencyBuckets() {}

  /** Finds the bucket of a time. */
  static int of(long nanos) {
    long clamped = Math.max(nanos, 1L << SMALLEST);
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(clamped);
    int quarter = (int) (clamped >>> (octave - 2)) & 3;
    return Math.min((octave - SMALLEST) * 4 + quarter, COUNT - 1);
  }

  /** Returns the time in the middle of a bucket. */
  static long middle(int bucket) {
    int octave = SMALLEST + bucket / 4;
    long quarter = 1L << (octave - 2);
    return (1L << octave) + bucket % 4 * quarter + quarter / 2;
  }

  /**
   * Finds the time that a share of all times is not above.
   *
   * @param counts how many times each bucket holds
   * @param total how many that are together, above zero
   * @param share 0.0 to 1.0
   */
  static long quantile(int[] counts, int total, double share) {
    long rank = Math.max(1, (long) Math.ceil(total * share));
    int bucket = -1;
    for (long seen = 0; seen < rank; ) {
      bucket++;
      seen += counts[bucket];
    }
    return middle(bucket);
  }
}
