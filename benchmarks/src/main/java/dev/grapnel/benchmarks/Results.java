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

  private final String kind;
  private final Row plain;
  private final List<Map<? extends Row, Double>> rounds = new ArrayList<>();

  Results(String kind, Row plain) {
    this.kind = kind;
    this.plain = plain;
  }

  void add(Map<? extends Row, Double> cpuPerCall) {
    rounds.add(cpuPerCall);
  }

  String table(String title) {
    StringBuilder table = new StringBuilder(title).append(System.lineSeparator());
    line(table, kind, "CPU µs/call", "of plain", "of same executor", "middle half");
    Set<? extends Row> measured = rounds.isEmpty() ? Set.of() : rounds.get(0).keySet();
    for (Row row : measured) {
      double[] ofPlain = values(round -> ratio(round, row, plain));
      line(
          table,
          row.label(),
          number("%.2f", median(values(round -> value(round, row)))),
          number("%.2f", median(ofPlain)),
          number("%.2f", median(values(round -> ratio(round, row, row.sameExecutor())))),
          number("%.2f", ofPlain[ofPlain.length / 4])
              + " to "
              + number("%.2f", ofPlain[ofPlain.length - 1 - ofPlain.length / 4]));
    }
    return table.toString();
  }

  /** Sorted. */
  private double[] values(ToDoubleFunction<Map<? extends Row, Double>> ofRound) {
    return rounds.stream().mapToDouble(ofRound).sorted().toArray();
  }

  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : DoubleStream.of(sorted[middle - 1], sorted[middle]).average().orElseThrow();
  }

  private static double ratio(Map<? extends Row, Double> round, Row row, Row base) {
    return value(round, row) / value(round, base);
  }

  private static double value(Map<? extends Row, Double> round, Row row) {
    Double value = round.get(row);
    return value == null ? Double.NaN : value;
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void line(StringBuilder table, String... cells) {
    table.append(String.format("%-32s %12s %9s %17s %16s%n", (Object[]) cells));
  }
}
