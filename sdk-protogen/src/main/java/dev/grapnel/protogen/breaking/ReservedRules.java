package dev.grapnel.protogen.breaking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What is reserved stays reserved. */
final class ReservedRules {

  /**
   * What a message or enum reserves.
   *
   * @param ranges the numbers
   * @param names the names
   */
  record Reserved(List<NumberRange> ranges, List<String> names) {

    boolean has(int number, String name) {
      return hasNumber(number) && names.contains(name);
    }

    boolean hasNumber(int number) {
      return ranges.stream().anyMatch(range -> range.contains(number));
    }
  }

  private final Report report;

  ReservedRules(Report report) {
    this.report = report;
  }

  /**
   * Compares what is reserved.
   *
   * @param used names and numbers that are in use afterwards
   */
  void compare(
      String file, String subject, Reserved before, Reserved after, Map<String, Integer> used) {
    used.forEach(
        (name, number) -> {
          if (before.hasNumber(number) || before.names().contains(name)) {
            report.breaksUnlessAccepted(
                file,
                subject + "." + name,
                name + " = " + number + " uses what is reserved",
                "It was given to something else before, which others may still send.",
                "give it a new number and a new name");
          }
        });
    List<NumberRange> kept = new ArrayList<>(after.ranges());
    used.values().forEach(number -> kept.add(new NumberRange(number, number)));
    List<String> lost = new ArrayList<>();
    NumberRange.minus(before.ranges(), kept).forEach(range -> lost.add(range.toString()));
    TreeSet<String> names = new TreeSet<>(before.names());
    after.names().forEach(names::remove);
    names.removeAll(used.keySet());
    names.forEach(name -> lost.add('"' + name + '"'));
    if (!lost.isEmpty()) {
      report.breaks(
          file,
          subject,
          String.join(", ", lost) + (lost.size() == 1 ? " is" : " are") + " reserved no longer",
          "It could be used again for something else.",
          "reserve it again; the lock does so");
    }
  }

  /** Tells what is missing where something was taken away. */
  static String missing(int number, String name, Reserved after) {
    if (after.hasNumber(number)) {
      return "its name is not reserved";
    }
    return after.names().contains(name)
        ? "its number is not reserved"
        : "neither its number nor its name is reserved";
  }
}
