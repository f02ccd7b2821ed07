package dev.grapnel.client.balancing;

import java.util.Locale;

/** Writes times for logs, as exact as they are of use. */
final class TimeText {

  private TimeText() {}

  static String of(long nanos) {
    double millis = nanos / 1e6;
    if (millis >= 1000) {
      return text(millis / 1000, " s");
    }
    return text(millis, " ms");
  }

  private static String text(double value, String unit) {
    return value >= 10
        ? Math.round(value) + unit
        : String.format(Locale.ROOT, "%.1f", value) + unit;
  }
}
