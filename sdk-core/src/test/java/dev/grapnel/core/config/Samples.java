package dev.grapnel.core.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Good texts for every key: four that differ, one for each source. */
final class Samples {

  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "grpc.port", List.of("1", "2", "3", "4"),
          "grpc.max-workers", List.of("1", "2", "3", "4"),
          "grpc.client.connections-per-address", List.of("2", "3", "4", "64"),
          "grpc.client.retry-attempts", List.of("1", "2", "3", "5"),
          "grpc.reflection", List.of("on", "off", "true", "false"),
          "grpc.auth.jwks", List.of("https://a/1", "https://b/2", "http://c/3", "https://d:1/4"),
          "grpc.custom-services", List.of("a=A", "b=B", "c=C", "d=D"));

  private Samples() {}

  static Stream<Key<?>> keys() {
    return Keys.ALL.stream().filter(key -> !key.equals(Keys.FILE));
  }

  static List<String> of(Key<?> key) {
    if (TEXTS.containsKey(key.name())) {
      return TEXTS.get(key.name());
    }
    return switch (key.defaultText()) {
      case "true", "false" -> List.of("on", "off", "yes", "no");
      case "4MiB", "8KiB" -> List.of("1KiB", "2KiB", "3MiB", "4");
      case "60s", "20s", "30s", "0s" -> List.of("1s", "2m", "3h", "4ms");
      default -> List.of("one", "two", "three", "four");
    };
  }

  /** A text that the key refuses, or nothing where it takes any. */
  static Stream<String> bad(Key<?> key) {
    if (key.expected().equals("a text that is not empty")) {
      return key.defaultText().isEmpty() ? Stream.empty() : Stream.of("");
    }
    return switch (key.expected()) {
      case "a file path" -> Stream.of("a\0b");
      case "names separated by commas", "a text" -> Stream.empty();
      case "an absolute address such as https://idp.example.com/keys" ->
          Stream.of("keys", "//host/keys", "mailto:someone", "https://a b");
      case "name=value pairs separated by commas" -> Stream.of("a", "=b", "a=", "a=1,a=2");
      default -> Stream.of("?/", "");
    };
  }
}
