package dev.grapnel.core.config;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Finds the known key that a misspelt one was probably meant to be. */
final class NearestName {

  private NearestName() {}

  static String of(String key) {
    return Keys.ALL.stream()
        .map(Key::name)
        .min(Comparator.comparingInt(known -> distance(key, known)))
        .orElseThrow();
  }

  static String unknownKey(String key) {
    return "there is no setting " + key + "; the nearest known one is " + of(key);
  }

  /** Levenshtein's distance, row by row. */
  static int distance(String left, String right) {
    int[] previous = IntStream.rangeClosed(0, right.length()).toArray();
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replace = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
