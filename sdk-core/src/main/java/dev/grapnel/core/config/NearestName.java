package dev.grapnel.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Finds the name that a misspelt one was probably meant to be, for messages. */
public final class NearestName {

  private NearestName() {}

  /**
   * Returns the name that needs the fewest letters changed.
   *
   * @param name the misspelt name
   * @param known the names there are, at least one
   * @return the nearest of them; of several the first
   */
  public static String of(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .orElseThrow();
  }

  static String unknownKey(String key) {
    return "there is no setting "
        + key
        + "; the nearest known one is "
        + of(key, Keys.ALL.stream().map(Key::name).toList());
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
