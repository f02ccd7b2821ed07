package dev.grapnel.client.balancing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.PriorityQueue;

/** Works out in which order weighted addresses are called: evenly mixed, not in blocks. */
final class WeightedSchedule {

  /** Beyond it, weights are rounded. */
  static final int LONGEST = 10_000;

  private WeightedSchedule() {}

  /** The turn of an address, due when a share of its turns is over. */
  private record Turn(int index, double due) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      int order = Double.compare(due, other.due);
      return order == 0 ? Integer.compare(index, other.index) : order;
    }
  }

  /**
   * Makes a schedule in which each index comes up as often as its weight says.
   *
   * @param weights each above zero
   * @return indexes of the weights; to be repeated
   */
  static int[] of(int[] weights) {
    int[] times = shortened(weights);
    PriorityQueue<Turn> turns = new PriorityQueue<>();
    for (int i = 0; i < times.length; i++) {
      turns.add(new Turn(i, 0.5 / times[i]));
    }
    int[] schedule = new int[Arrays.stream(times).sum()];
    for (int i = 0; i < schedule.length; i++) {
      Turn turn = turns.remove();
      schedule[i] = turn.index();
      turns.add(new Turn(turn.index(), turn.due() + 1.0 / times[turn.index()]));
    }
    return schedule;
  }

  private static int[] shortened(int[] weights) {
    int divisor =
        Arrays.stream(weights)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::gcd)
            .intValue();
    int[] times = Arrays.stream(weights).map(weight -> weight / divisor).toArray();
    long sum = Arrays.stream(times).asLongStream().sum();
    if (sum <= LONGEST) {
      return times;
    }
    return Arrays.stream(times)
        .map(time -> (int) Math.max(1, Math.round((double) time * LONGEST / sum)))
        .toArray();
  }
}
