package dev.grapnel.server.doctor;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers of a version such as 4.2.20.Final. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?(?:[.-].*)?");

  /** Reads a version; empty for one that is not made of numbers. */
  static Optional<Version> of(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    String patch = numbers.group(3);
    return Optional.of(
        new Version(
            Integer.parseInt(numbers.group(1)),
            Integer.parseInt(numbers.group(2)),
            patch == null ? 0 : Integer.parseInt(patch)));
  }

  @Override
  public int compareTo(Version other) {
    return Arrays.compare(
        new int[] {major, minor, patch}, new int[] {other.major, other.minor, other.patch});
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
