package dev.grapnel.testing.assertion;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Compares lists of messages and tells where they differ. */
final class Differences {

  private static final String WRONG = " brought the wrong messages";

  private Differences() {}

  static Optional<Report> inOrder(String call, List<?> expected, List<?> actual) {
    if (expected.equals(actual)) {
      return Optional.empty();
    }
    int index = firstDifference(expected, actual);
    return Optional.of(
        at(call, index)
            .expected(Text.messages(expected, index))
            .butWas(Text.messages(actual, index)));
  }

  static Optional<Report> atStart(String call, List<?> expected, List<?> actual) {
    int index = firstDifference(expected, actual);
    if (index == expected.size()) {
      return Optional.empty();
    }
    return Optional.of(
        at(call, index)
            .row("expected first", Text.messages(expected, index))
            .butWas(Text.messages(actual, index)));
  }

  static Optional<Report> inAnyOrder(String call, List<?> expected, List<?> actual) {
    List<?> missing = without(expected, actual);
    List<?> unexpected = without(actual, expected);
    if (missing.isEmpty() && unexpected.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Report.of(call + WRONG)
            .row("expected in any order", Text.messages(expected, 0))
            .butWas(Text.messages(actual, 0))
            .row("missing", each(missing))
            .row("unexpected", each(unexpected)));
  }

  private static Report at(String call, int index) {
    return Report.of(call + WRONG + ", first difference at index " + index);
  }

  private static int firstDifference(List<?> one, List<?> other) {
    int both = Math.min(one.size(), other.size());
    for (int i = 0; i < both; i++) {
      if (!Objects.equals(one.get(i), other.get(i))) {
        return i;
      }
    }
    return both;
  }

  private static List<?> without(List<?> all, List<?> taken) {
    List<Object> left = new ArrayList<>(all);
    taken.forEach(left::remove);
    return left;
  }

  private static String each(List<?> messages) {
    return messages.isEmpty()
        ? Text.NONE
        : String.join("\n", messages.stream().map(Text::message).toList());
  }
}
