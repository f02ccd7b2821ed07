package dev.grapnel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What the rounds measured, and the table people read. */
final class Results {

  private final List<Map<Variant, Double>> rounds = new ArrayList<>();

  void add(Map<Variant, Double> cpuPerCall) {
    rounds.add(cpuPerCall);
  }

  String table(String title) {
    StringBuilder table = new StringBuilder(title).append(System.lineSeparator());
    row(table, "server", "CPU µs/call", "of plain", "of same executor", "middle half");
    Set<Variant> measured = rounds.isEmpty() ? Set.of() : rounds.get(0).keySet();
    for (Variant variant : measured) {
      double[] ofPlain = values(round -> ratio(round, variant, Variant.PLAIN));
      row(
          table,
          variant.label(),
          number("%.2f", median(values(round -> value(round, variant)))),
          number("%.2f", median(ofPlain)),
          number("%.2f", median(values(round -> ratio(round, variant, Variant.PLAIN_WORKERS)))),
          number("%.2f", ofPlain[ofPlain.length / 4])
              + " to "
              + number("%.2f", ofPlain[ofPlain.length - 1 - ofPlain.length / 4]));
    }
    return table.toString();
  }

  /** Sorted. */
  private double[] values(ToDoubleFunction<Map<Variant, Double>> ofRound) {
    return rounds.stream().mapToDouble(ofRound).sorted().toArray();
  }

  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : DoubleStream.of(sorted[middle - 1], sorted[middle]).average().orElseThrow();
  }

  private static double ratio(Map<Variant, Double> round, Variant variant, Variant base) {
    return value(round, variant) / value(round, base);
  }

  private static double value(Map<Variant, Double> round, Variant variant) {
    Double value = round.get(variant);
    return value == null ? Double.NaN : value;
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void row(StringBuilder table, String... cells) {
    table.append(String.format("%-32s %12s %9s %17s %16s%n", (Object[]) cells));
  }
}
