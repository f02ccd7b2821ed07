package dev.grapnel.interceptors.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a page in the Prometheus text format 0.0.4 as a parser would, and takes offence at whatever
 * the format does not allow.
 */
final class PrometheusPage {

  /** One number of the page. */
  record Series(String name, Map<String, String> labels) {}

  private static final Pattern COMMENT =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");

  private final Map<Series, Double> values = new LinkedHashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Set<String> helps = new HashSet<>();
  private String family = "";

  private PrometheusPage() {}

  static PrometheusPage parse(String text) {
    PrometheusPage page = new PrometheusPage();
    check(text.isEmpty() || text.endsWith("\n"), "no newline at the end");
    for (String line : text.split("\n", -1)) {
      try {
        page.line(line);
      } catch (NumberFormatException malformed) {
        throw new IllegalArgumentException("no number: " + line, malformed);
      }
    }
    page.values.keySet().stream()
        .filter(series -> "histogram".equals(page.types.get(base(series.name()))))
        .map(series -> new Series(base(series.name()), without("le", series.labels())))
        .distinct()
        .forEach(page::checkHistogram);
    return page;
  }

  private void line(String line) {
    if (line.isEmpty()) {
      return;
    }
    if (line.startsWith("#")) {
      comment(line);
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    check(sample.matches(), "no sample: " + line);
    String name = sample.group(1);
    check(belongs(name), "sample outside of its family " + family + ": " + line);
    Series series = new Series(name, labels(sample.group(3) == null ? "" : sample.group(3)));
    double value = number(sample.group(4));
    check(values.put(series, value) == null, "series twice: " + line);
    check(!"counter".equals(types.get(family)) || value >= 0, "negative counter: " + line);
  }

  private void comment(String line) {
    Matcher comment = COMMENT.matcher(line);
    check(comment.matches(), "no HELP and no TYPE: " + line);
    String name = comment.group(2);
    check(
        values.keySet().stream().noneMatch(series -> series.name().equals(name)),
        "comment after samples: " + line);
    if (comment.group(1).equals("HELP")) {
      check(helps.add(name), "HELP twice: " + line);
    } else {
      check(TYPES.contains(comment.group(3)), "no type: " + line);
      check(types.put(name, comment.group(3)) == null, "TYPE twice: " + line);
    }
    family = name;
  }

  private boolean belongs(String name) {
    String type = types.getOrDefault(family, "untyped");
    return switch (type) {
      case "histogram" -> name.matches(Pattern.quote(family) + "_(bucket|sum|count)");
      case "summary" -> name.matches(Pattern.quote(family) + "(_sum|_count)?");
      default -> name.equals(family);
    };
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      check(label.find(at) && label.start() == at, "no label: " + text.substring(at));
      check(labels.put(label.group(1), unescaped(label.group(2))) == null, "twice: " + text);
      at = label.end();
    }
    return labels;
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\') {
        i++;
        character = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
      }
      plain.append(character);
    }
    return plain.toString();
  }

  private void checkHistogram(Series histogram) {
    double bound = Double.NEGATIVE_INFINITY;
    double below = 0;
    for (Map.Entry<Series, Double> sample : values.entrySet()) {
      if (sample.getKey().name().equals(histogram.name() + "_bucket")
          && without("le", sample.getKey().labels()).equals(histogram.labels())) {
        double next = number(sample.getKey().labels().get("le"));
        check(next > bound, "buckets out of order: " + sample);
        check(sample.getValue() >= below, "buckets not cumulative: " + sample);
        bound = next;
        below = sample.getValue();
      }
    }
    check(bound == Double.POSITIVE_INFINITY, "no bucket +Inf: " + histogram);
    Double count = values.get(new Series(histogram.name() + "_count", histogram.labels()));
    check(count != null && count == below, "bucket +Inf is not the count: " + histogram);
    check(
        values.containsKey(new Series(histogram.name() + "_sum", histogram.labels())),
        "no sum: " + histogram);
  }

  private static Map<String, String> without(String label, Map<String, String> labels) {
    Map<String, String> rest = new TreeMap<>(labels);
    rest.remove(label);
    return rest;
  }

  private static String base(String name) {
    return name.replaceFirst("_(bucket|sum|count)$", "");
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static void check(boolean right, String problem) {
    if (!right) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Returns the number of a series, labels as name, value, name, value; 0 if there is none. */
  double value(String name, String... labels) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return values.getOrDefault(new Series(name, wanted), 0.0);
  }

  /** Returns all that a label of a name says, in the order of the page. */
  List<String> labelValues(String name, String label) {
    List<String> found = new ArrayList<>();
    values.keySet().stream()
        .filter(series -> series.name().equals(name))
        .forEach(series -> found.add(series.labels().get(label)));
    return found;
  }

  Set<String> names() {
    Set<String> names = new HashSet<>();
    values.keySet().forEach(series -> names.add(series.name()));
    return names;
  }

  String type(String family) {
    return types.getOrDefault(family, "none");
  }
}
