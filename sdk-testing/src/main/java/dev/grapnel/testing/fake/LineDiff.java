package dev.grapnel.testing.fake;

import java.util.ArrayList;
import java.util.List;

/**
 * Two texts side by side: "- " is missing, "+ " is too much, two spaces are equal.
 *
 * <p>Equal ends are taken off first; between them the longest common subsequence stays, as in every
 * diff. Long runs of equal lines, long lines and long results are cut, and say so.
 */
final class LineDiff {

  private static final int COMPARED_AT_MOST = 2_000;
  private static final int EQUAL_LINES_AROUND = 3;
  private static final int LINES = 80;
  private static final int LINE_LENGTH = 300;

  private LineDiff() {}

  static List<String> between(List<String> expected, List<String> actual) {
    int start = 0;
    int shorter = Math.min(expected.size(), actual.size());
    while (start < shorter && expected.get(start).equals(actual.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && expected.get(expected.size() - 1 - end).equals(actual.get(actual.size() - 1 - end))) {
      end++;
    }
    List<String> lines = new ArrayList<>();
    expected.subList(0, start).forEach(line -> lines.add("  " + line));
    addMiddle(
        expected.subList(start, expected.size() - end),
        actual.subList(start, actual.size() - end),
        lines);
    expected.subList(expected.size() - end, expected.size()).forEach(l -> lines.add("  " + l));
    return shortened(lines);
  }

  private static void addMiddle(List<String> expected, List<String> actual, List<String> lines) {
    boolean tooMuch = expected.size() > COMPARED_AT_MOST || actual.size() > COMPARED_AT_MOST;
    int[][] common = tooMuch ? new int[0][] : common(expected, actual);
    int e = 0;
    int a = 0;
    while (e < expected.size() || a < actual.size()) {
      boolean both = e < expected.size() && a < actual.size();
      if (both && !tooMuch && expected.get(e).equals(actual.get(a))) {
        lines.add("  " + expected.get(e));
        e++;
        a++;
      } else if (e < expected.size()
          && (a == actual.size() || tooMuch || common[e + 1][a] >= common[e][a + 1])) {
        lines.add("- " + expected.get(e++));
      } else {
        lines.add("+ " + actual.get(a++));
      }
    }
  }

  /** How many lines are common from each pair of places on. */
  private static int[][] common(List<String> expected, List<String> actual) {
    int[][] common = new int[expected.size() + 1][actual.size() + 1];
    for (int e = expected.size() - 1; e >= 0; e--) {
      for (int a = actual.size() - 1; a >= 0; a--) {
        common[e][a] =
            expected.get(e).equals(actual.get(a))
                ? common[e + 1][a + 1] + 1
                : Math.max(common[e + 1][a], common[e][a + 1]);
      }
    }
    return common;
  }

  private static List<String> shortened(List<String> lines) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < lines.size(); ) {
      int run = equalRun(lines, i);
      int before = i == 0 ? 0 : EQUAL_LINES_AROUND;
      int after = i + run == lines.size() ? 0 : EQUAL_LINES_AROUND;
      int hidden = run - before - after;
      if (hidden > 1 && run < lines.size()) {
        shown.addAll(lines.subList(i, i + before));
        shown.add("  ... " + hidden + " equal lines");
        shown.addAll(lines.subList(i + run - after, i + run));
        i += run;
      } else {
        shown.addAll(lines.subList(i, i + Math.max(run, 1)));
        i += Math.max(run, 1);
      }
    }
    List<String> cut = new ArrayList<>();
    shown.stream().limit(LINES).forEach(line -> cut.add(cut(line)));
    if (shown.size() > LINES) {
      // With the sign of a difference: it must not look equal.
      cut.add("+ ... %d more lines".formatted(shown.size() - LINES));
    }
    return cut;
  }

  private static int equalRun(List<String> lines, int from) {
    int to = from;
    while (to < lines.size() && lines.get(to).startsWith("  ")) {
      to++;
    }
    return to - from;
  }

  private static String cut(String line) {
    return line.length() <= LINE_LENGTH
        ? line
        : line.substring(0, LINE_LENGTH) + "... (" + line.length() + " characters)";
  }
}
