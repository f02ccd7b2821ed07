package dev.grapnel.testing.fault;

import java.time.Duration;

/** Refuses bad values, all in the same words. */
final class Expect {

  private Expect() {}

  static Duration notNegative(String thing, Duration value) {
    if (value.isNegative()) {
      throw refused(thing, value, "zero or more");
    }
    return value;
  }

  static void ordered(String thing, Duration min, Duration max) {
    notNegative("smallest " + thing, min);
    notNegative("largest " + thing, max);
    if (min.compareTo(max) > 0) {
      throw refused("smallest " + thing, min, "not more than the largest, " + max);
    }
  }

  static long atLeast(long least, String thing, long value) {
    if (value < least) {
      throw refused(thing, value, "at least " + least);
    }
    return value;
  }

  static IllegalArgumentException refused(String thing, Object value, String expected) {
    return new IllegalArgumentException("%s is %s; expected %s".formatted(thing, value, expected));
  }
}
