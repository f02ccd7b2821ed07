package dev.grapnel.client.config;

import dev.grapnel.client.config.StrictJson.Null;
import dev.grapnel.client.config.StrictJson.Numeral;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value in a JSON document and where it stands. Asked for what it is not, it is empty and notes
 * the problem.
 */
record JsonNode(String path, Object value, List<String> problems) {

  /** As protobuf writes durations, without a sign. */
  private static final Pattern DURATION = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?s");

  private static final int LONGEST_QUOTE = 60;
  private static final int LONGEST_NUMERAL = 32;

  static String place(String path, String name) {
    return path.isEmpty() ? safe(name) : path + "." + safe(name);
  }

  static String place(String path, int index) {
    return path + "[" + index + "]";
  }

  /** Texts of a document end up in logs. */
  static String safe(String text) {
    String start = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    return start.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
  }

  /** Returns a member of an object; whether this is one is told by {@link #isObject(Set)}. */
  Optional<JsonNode> member(String name) {
    return value instanceof Map<?, ?> members && members.containsKey(name)
        ? Optional.of(new JsonNode(place(path, name), members.get(name), problems))
        : Optional.empty();
  }

  /** Returns a member of an object that must be there. */
  Optional<JsonNode> required(String name, String expected) {
    Optional<JsonNode> member = member(name);
    if (member.isEmpty()) {
      problems.add(place(path, name) + " is missing: expected " + expected);
    }
    return member;
  }

  boolean isObject(Set<String> known) {
    if (!(value instanceof Map<?, ?> members)) {
      refuse("an object");
      return false;
    }
    for (Object name : members.keySet()) {
      if (!known.contains(name)) {
        problems.add(
            place(path, String.valueOf(name))
                + " is not known: expected some of "
                + String.join(", ", known));
      }
    }
    return true;
  }

  List<JsonNode> elements(String expected) {
    if (!(value instanceof List<?> list)) {
      refuse(expected);
      return List.of();
    }
    List<JsonNode> nodes = new ArrayList<>();
    for (Object element : list) {
      nodes.add(new JsonNode(place(path, nodes.size()), element, problems));
    }
    return nodes;
  }

  Optional<String> text() {
    return value instanceof String text ? Optional.of(text) : refuse("a text");
  }

  Optional<Boolean> flag() {
    return value instanceof Boolean flag ? Optional.of(flag) : refuse("true or false");
  }

  Optional<Integer> wholeNumber() {
    String expected = "a whole number below 2147483648";
    return numeral(expected)
        .flatMap(
            number -> {
              try {
                return Optional.of(number.intValueExact());
              } catch (ArithmeticException e) {
                return refuse(expected);
              }
            });
  }

  Optional<Double> number() {
    return numeral("a number").map(BigDecimal::doubleValue);
  }

  Optional<Duration> duration() {
    if (!(value instanceof String text && DURATION.matcher(text).matches())) {
      return refuse("seconds such as \"1.5s\"");
    }
    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
    return Optional.of(
        Duration.ofSeconds(
            seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue()));
  }

  /** Protobuf's JSON allows numbers to be texts. */
  private Optional<BigDecimal> numeral(String expected) {
    String text =
        value instanceof Numeral numeral ? numeral.text() : value instanceof String s ? s : "";
    try {
      return text.length() > LONGEST_NUMERAL ? refuse(expected) : Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return refuse(expected);
    }
  }

  /** Notes that it is something else. */
  <T> Optional<T> refuse(String expected) {
    problems.add(
        (path.isEmpty() ? "the document" : path) + " is " + quote() + ": expected " + expected);
    return Optional.empty();
  }

  private String quote() {
    if (value instanceof String text) {
      return '"' + safe(text) + '"';
    }
    if (value instanceof Numeral numeral) {
      return safe(numeral.text());
    }
    if (value instanceof Map) {
      return "an object";
    }
    return value instanceof List ? "a list" : value == Null.NULL ? "null" : value.toString();
  }
}
