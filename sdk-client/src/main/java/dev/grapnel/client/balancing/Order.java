package dev.grapnel.client.balancing;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Says whose turn it is among addresses. Thread-safe. */
@FunctionalInterface
interface Order {

  /** Returns the index of the address that the next call goes to. */
  int next();

  /**
   * One after the other.
   *
   * @param sequence goes on where the order before it ended, so that a list that changes again and
   *     again does not favour those at its start
   */
  static Order roundRobin(AtomicInteger sequence, int size) {
    return () -> (sequence.getAndIncrement() & Integer.MAX_VALUE) % size;
  }

  /** As a schedule of indexes says. */
  static Order scheduled(AtomicInteger sequence, int[] schedule) {
    return () -> schedule[(sequence.getAndIncrement() & Integer.MAX_VALUE) % schedule.length];
  }

  /** Of two at random the one with fewer calls running. */
  static Order leastRequest(List<AddressStatistics> statistics) {
    AddressStatistics[] load = statistics.toArray(AddressStatistics[]::new);
    if (load.length == 1) {
      return () -> 0;
    }
    return () -> {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      int one = random.nextInt(load.length);
      int other = (one + 1 + random.nextInt(load.length - 1)) % load.length;
      return load[other].running() < load[one].running() ? other : one;
    };
  }
}
