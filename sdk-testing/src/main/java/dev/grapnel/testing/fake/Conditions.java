package dev.grapnel.testing.fake;

import java.util.ArrayList;
import java.util.List;

/** All conditions of one script together, as failures show them. */
final class Conditions {

  private Conditions() {}

  /** The first line completes "1 call", the others come below it. */
  static <ReqT> List<String> describe(List<Condition<ReqT>> conditions) {
    if (conditions.isEmpty()) {
      return List.of("");
    }
    List<String> lines = new ArrayList<>();
    for (Condition<ReqT> condition : conditions) {
      List<String> expected = condition.expected();
      lines.add((lines.isEmpty() ? " with " : "and ") + expected.get(0));
      lines.addAll(expected.subList(1, expected.size()));
    }
    return lines;
  }

  /** What a call has and what it should have; the requests are always told. */
  static <ReqT> List<String> compare(
      List<Condition<ReqT>> conditions, ReceivedCall<ReqT> call, List<String> requests) {
    List<String> lines = new ArrayList<>();
    if (conditions.stream().noneMatch(ExactRequests.class::isInstance)) {
      requests.forEach(line -> lines.add("  " + line));
    }
    conditions.forEach(condition -> lines.addAll(differences(condition, call)));
    return lines;
  }

  static <ReqT> boolean hold(List<Condition<ReqT>> conditions, ReceivedCall<ReqT> call) {
    return conditions.stream().allMatch(one -> distance(differences(one, call)) == 0);
  }

  static long distance(List<String> comparison) {
    return comparison.stream().filter(line -> !line.startsWith("  ")).count();
  }

  private static <ReqT> List<String> differences(
      Condition<ReqT> condition, ReceivedCall<ReqT> call) {
    try {
      return condition.differences(call);
    } catch (RuntimeException | AssertionError fromThePredicate) {
      // The call failed with it, too: that is told there.
      return List.of("- " + condition.expected().get(0));
    }
  }
}
