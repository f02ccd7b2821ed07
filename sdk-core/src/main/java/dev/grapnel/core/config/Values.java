package dev.grapnel.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The texts that settings may hold, and the keys made of them. */
final class Values {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(KiB|MiB|GiB)?");

  private static final Pattern ENVIRONMENT = Pattern.compile("[^/\\\\\\p{Cntrl}]+");

  /** Far below what fits into a long of nanoseconds, which grpc-java counts in. */
  private static final Duration LONGEST = Duration.ofDays(36500);

  private Values() {}

  static Key<String> text(String name, String defaultText) {
    return new Key<>(
        name, defaultText, "a text that is not empty", text -> parseText(text, defaultText));
  }

  /** The name of an environment becomes part of a file's name. */
  static Key<String> environment(String name, String defaultText) {
    String expected = "a name such as development or production, without slashes";
    return new Key<>(name, defaultText, expected, Values::parseEnvironment);
  }

  static Key<Integer> number(String name, int defaultValue, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    return new Key<>(
        name, Integer.toString(defaultValue), expected, text -> between(text, least, most));
  }

  static Key<Boolean> flag(String name, boolean defaultValue) {
    return new Key<>(name, Boolean.toString(defaultValue), "true or false", Values::parseFlag);
  }

  static Key<Availability> availability(String name, String defaultText) {
    return new Key<>(name, defaultText, "on, off or auto", Values::parseAvailability);
  }

  static Key<Duration> duration(String name, String defaultText) {
    String expected = "a time above zero such as 500ms, 30s, 10m, 1h or PT30S, at most 36500d";
    return new Key<>(
        name,
        defaultText,
        expected,
        text -> {
          Duration value = parseDuration(text);
          require(!value.isZero());
          return value;
        });
  }

  /** A duration that may be none at all. */
  static Key<Duration> delay(String name, String defaultText) {
    String expected = "a time such as 0s, 500ms, 30s, 10m, 1h or PT30S, at most 36500d";
    return new Key<>(name, defaultText, expected, Values::parseDuration);
  }

  static Key<Integer> size(String name, String defaultText) {
    String expected = "a number of bytes above zero such as 8192, 8KiB or 4MiB, below 2GiB";
    return new Key<>(name, defaultText, expected, Values::parseSize);
  }

  static Key<Optional<Path>> path(String name) {
    return new Key<>(name, "", "a file path", Values::parsePath);
  }

  static Key<Optional<Secret>> secret(String name) {
    return new Key<>(
        name, "", "a text", text -> Optional.of(text).filter(t -> !t.isEmpty()).map(Secret::new));
  }

  static Key<Optional<URI>> uri(String name) {
    return new Key<>(
        name, "", "an absolute address such as https://idp.example.com/keys", Values::parseUri);
  }

  static Key<List<String>> list(String name) {
    return new Key<>(name, "", "names separated by commas", Values::parseList);
  }

  static Key<Map<String, String>> map(String name) {
    return new Key<>(name, "", "name=value pairs separated by commas", Values::parseMap);
  }

  /** Whoever has a default needs some text; the others do without. */
  private static String parseText(String text, String defaultText) {
    require(!text.isEmpty() || defaultText.isEmpty());
    return text;
  }

  private static String parseEnvironment(String text) {
    require(ENVIRONMENT.matcher(text).matches());
    return text;
  }

  private static int between(String text, int least, int most) {
    int value = Integer.parseInt(text);
    require(value >= least && value <= most);
    return value;
  }

  private static Boolean parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Availability parseAvailability(String text) {
    if (text.equalsIgnoreCase("auto")) {
      return Availability.IN_DEVELOPMENT;
    }
    return parseFlag(text) ? Availability.ALWAYS : Availability.NEVER;
  }

  private static Duration parseDuration(String text) {
    Duration value;
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      value =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
    } else {
      try {
        value = Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(text, e);
      }
    }
    require(!value.isNegative() && value.compareTo(LONGEST) <= 0);
    return value;
  }

  private static Integer parseSize(String text) {
    Matcher matcher = SIZE.matcher(text);
    require(matcher.matches());
    long amount = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "" : matcher.group(2);
    int shift =
        switch (unit) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    require(amount > 0 && amount <= Integer.MAX_VALUE >> shift);
    return (int) amount << shift;
  }

  private static Optional<Path> parsePath(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private static Optional<URI> parseUri(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI address = URI.create(text);
    require(address.isAbsolute() && address.getHost() != null);
    return Optional.of(address);
  }

  private static List<String> parseList(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Map<String, String> parseMap(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String part : parseList(text)) {
      int equals = part.indexOf('=');
      require(equals > 0 && equals < part.length() - 1);
      String previous =
          pairs.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      require(previous == null);
    }
    return Collections.unmodifiableMap(pairs);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException();
    }
  }
}
